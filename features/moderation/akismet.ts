import { readEnv, siteUrl } from '#lib/env';
import { messageOf } from '#lib/errors';
import { safeFetch } from '#lib/safe-fetch';
import type { Submission } from './schema.ts';

/** `skipped`: it was asked and did not answer in time, or not in its own words. */
export type ExternalAnswer = { said: 'spam' } | { said: 'ham' } | { said: 'skipped'; problem: string };

const service = 'https://rest.akismet.com';
/** Milliseconds a writer waits for somebody else's server at most. */
const patience = 2_000;

/**
 * Asks Akismet's comment check (https://akismet.com/developers/detailed-docs/comment-check/), where `AKISMET_KEY` is
 * set; null where it is not. Never throws.
 */
export async function askAkismet(
  { actor, text, address, userAgent, editOf }: Submission,
  permalink: string,
  at = service,
): Promise<ExternalAnswer | null> {
  const { AKISMET_KEY: key } = readEnv();
  if (key === undefined) return null;
  const form = new URLSearchParams({
    api_key: key,
    blog: siteUrl(),
    user_ip: address,
    user_agent: userAgent,
    permalink,
    comment_type: 'comment',
    comment_author: actor.name ?? '',
    comment_content: text,
    blog_charset: 'UTF-8',
    ...(editOf !== null && { recheck_reason: 'edit' }),
  });
  try {
    const answer = await safeFetch(`${at}/1.1/comment-check`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      accept: ['text/*'],
      maxBytes: 1_000,
      timeout: patience,
    });
    const said = answer.body.toString('utf8').trim();
    if (said === 'true') return { said: 'spam' };
    if (said === 'false') return { said: 'ham' };
    return { said: 'skipped', problem: answer.headers.get('x-akismet-debug-help') ?? `It answered ${answer.status}.` };
  } catch (error) {
    return { said: 'skipped', problem: messageOf(error) };
  }
}
