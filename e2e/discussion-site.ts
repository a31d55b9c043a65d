import { createHash, randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { runningEmbedded } from '../db/embedded.ts';
import { expect } from './fixtures.ts';
import { demoData, originOf, portBelow, type Site, startServer } from './server.ts';

export type Person = { id: string; name: string; token: string };

/** A server of its own for the discussion, with people who are signed in without mail, and a hand in its database. */
export class DiscussionSite {
  readonly site: Site;
  readonly origin: string;
  sql!: Sql;
  #server: Awaited<ReturnType<typeof startServer>> | undefined;
  #remove = () => {};

  /** `port`: of its server, so many below that of the suite. */
  constructor(port = 5) {
    this.site = { port: portBelow(port), dataDir: '', demo: true };
    this.origin = originOf(this.site);
  }

  async start(): Promise<void> {
    const data = demoData();
    this.site.dataDir = data.dataDir;
    this.#remove = data.remove;
    this.#server = await startServer(this.site);
    this.sql = postgres(runningEmbedded(data.dataDir), { max: 2 });
  }

  /** What its server has printed. */
  log(): string {
    return this.#server?.output() ?? '';
  }

  async stop(): Promise<void> {
    await this.sql?.end();
    await this.#server?.stop();
    this.#remove();
  }

  /** An account with a session. Who is known has had a response approved, and needs no moderator any more. */
  async person(name: string, { known = true, role = 'reader' } = {}): Promise<Person> {
    const id = randomUUID();
    const token = randomUUID();
    await this.sql`insert into "user" (id, name, name_key, email, email_verified, role, created_at)
      values (${id}, ${name}, ${id}, ${`${id}@paper.example`}, now(), ${role}, now() - interval '30 days')`;
    const hash = createHash('sha256').update(token).digest('hex');
    await this.sql`insert into session (session_token, user_id, expires, id)
      values (${hash}, ${id}, now() + interval '1 day', ${randomUUID()})`;
    if (known) {
      const elsewhere = await this.articleId('how-a-trackback-works');
      await this.respond(elsewhere, `An earlier response of ${name}.`, { userId: id, daysAgo: 9 });
    }
    return { id, name, token };
  }

  async articleId(slug: string): Promise<number> {
    const [row] = await this.sql<{ id: string }[]>`select id from article where slug = ${slug} and kind = 'article'`;
    return Number(row?.id);
  }

  /** Puts a public response there. */
  async respond(
    articleId: number,
    text: string,
    {
      userId = null,
      parentId = null,
      daysAgo = 0,
    }: { userId?: string | null; parentId?: number | null; daysAgo?: number } = {},
  ): Promise<number> {
    const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
    const [row] = await this.sql<{ id: string }[]>`
      insert into response (article_id, kind, parent_id, user_id, guest_name, body, source, created_at, approved_at)
      values (${articleId}, 'comment', ${parentId}, ${userId}, ${userId === null ? 'Guest' : ''}, ${this.sql.json(body)},
        ${text}, now() - make_interval(days => ${daysAgo}), now()) returning id`;
    return Number(row?.id);
  }

  /** As commands do: pages that were kept are read anew, and who listens is told. */
  async expire(tag: string): Promise<void> {
    await this.sql`insert into tag_expiry (tag, expired_at) values (${tag}, clock_timestamp())
      on conflict (tag) do update set expired_at = clock_timestamp()`;
    await this.sql.notify('broadsheet_expiry', JSON.stringify({ tags: [tag], gently: false }));
  }

  cookiesOf(person: Person) {
    return [
      { name: 'authjs.session-token', value: person.token, url: this.origin, httpOnly: true },
      { name: 'broadsheet_signed_in', value: '1', url: this.origin },
    ];
  }

  /** A window, of somebody who is signed in or of anybody; an uncaught error in it fails the test. */
  async open(browser: Browser, person: Person | null, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      baseURL: this.origin,
      ...options,
    });
    if (person) await context.addCookies(this.cookiesOf(person));
    const page = await context.newPage();
    page.on('pageerror', (error) => expect(error.message, 'uncaught').toBe(''));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http')) expect(origin, 'another host').toBe(this.origin);
    });
    return page;
  }
}

/** Goes to the discussion of an article and waits until it is live. */
export async function toDiscussion(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('.responses').evaluate((section) => section.scrollIntoView());
  // Links that act in place say so once they do.
  await expect(page.locator('.response [data-act=more][role=button]').first()).toBeAttached();
}

/** The form under the article. */
export const form = (page: Page) => ({
  text: page.getByLabel('Your response', { exact: true }),
  post: page.locator('#respond button[value=post]'),
  preview: page.locator('#respond button[value=preview]'),
  problem: page.locator('#respond .problem').first(),
});
