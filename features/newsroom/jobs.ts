import { db } from '#db/client';
import type { JobHandlers } from '#db/jobs';
import { event } from '#db/schema/index';
import { safeFetch } from '#lib/safe-fetch';
import { type LinkFindings, linksIn } from './checklist.ts';
import { checkLinksJob } from './publishing.ts';
import { newestRevision } from './store.ts';

/** Links that are asked at the same time. */
const atOnce = 4;

/** Asks the links of the newest text of an article whether they answer, and notes it for the checklist. */
async function askLinks({ id }: { id: number }): Promise<void> {
  const text = await newestRevision(id);
  if (!text) return;
  const asked = linksIn(text.body);
  const dead: string[] = [];
  const waiting = [...asked];
  const work = async () => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) if (!(await answers(url))) dead.push(url);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const detail: LinkFindings = { asked, dead: asked.filter((url) => dead.includes(url)) };
  await db.insert(event).values({ name: 'article.links', actor: 'schedule', subject: `article:${id}`, detail });
}

/** Whether there is such a page. One that wants a password, or is asked too often, is there. */
async function answers(url: string): Promise<boolean> {
  const there = (status: number) => status < 400 || [401, 403, 405, 429].includes(status);
  try {
    const { status } = await safeFetch(url, { method: 'HEAD', accept: ['*/*'] });
    // Not every server knows HEAD.
    if (there(status) && status !== 405) return true;
    return there((await safeFetch(url, { accept: ['*/*'], maxBytes: 1, cut: true })).status);
  } catch {
    return false;
  }
}

export const newsroomJobs: JobHandlers = { [checkLinksJob]: askLinks };
