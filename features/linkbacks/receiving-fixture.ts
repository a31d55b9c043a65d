import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { db } from '#db/client';
import { mention } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addArticle } from '#db/test-fixture';
import { articlePath } from '#lib/addresses';
import { receiveLinkback } from './receiving.ts';
import type { LinkbackProtocol } from './schema.ts';
import { verifyOne } from './verifying.ts';

export const site = 'http://paper.example';
type Page = string | ((response: ServerResponse) => void);

/** Another site on this machine, whose pages the tests write; by any of the hosts 127.0.0.1 to 127.0.0.9. */
async function otherSite(): Promise<{
  pages: Map<string, Page>;
  asked: string[];
  at: (path: string, host?: number) => string;
}> {
  const pages = new Map<string, Page>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages.get(request.url ?? '');
    if (typeof page === 'function') return page(response);
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  const { port } = server.address() as AddressInfo;
  const former = { ALLOW_PRIVATE_HOSTS: process.env.ALLOW_PRIVATE_HOSTS, SITE_URL: process.env.SITE_URL };
  process.env.ALLOW_PRIVATE_HOSTS = Array.from({ length: 9 }, (_, n) => `127.0.0.${n + 1}:${port}`).join(',');
  process.env.SITE_URL = site;
  onTestFinished(() => {
    for (const [name, value] of Object.entries(former)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    server.closeAllConnections();
    server.close();
  });
  return { pages, asked, at: (path, host = 1) => `http://127.0.0.${host}:${port}${path}` };
}

/** An article, another site, and both ends of a linkback between them. */
export async function linkbackWorld(article: Parameters<typeof addArticle>[0] = {}) {
  const { sql } = await testDatabase();
  const other = await otherSite();
  const articleId = await addArticle({ slug: 'the-target', ...article });
  const target = site + articlePath('the-target');
  const send = (source: string, protocol: LinkbackProtocol = 'webmention', to = target) =>
    receiveLinkback({ protocol, source, target: to, from: '198.51.100.7' });
  /** Looks up one, whoever's turn it is. */
  const verify = async (id: string) => {
    const [row] = await db.select().from(mention).where(eq(mention.id, id));
    if (row) await verifyOne(row);
    const [after] = await db.select().from(mention).where(eq(mention.id, id));
    if (!after) throw new Error('The mention is gone.');
    return after;
  };
  const responses =
    () => sql`select r.*, l.source_url, l.source_title, l.kind as linkback_kind, l.site_name, l.avatar_id, l.face_url, l.published_at
      from response r left join linkback l on l.response_id = r.id order by r.id`;
  return { ...other, sql, articleId, target, send, verify, responses };
}

export const linking = (target: string, text = 'An answer to it.'): string =>
  `<!doctype html><title>A page</title><p>${text} <a href="${target}">There</a></p>`;
