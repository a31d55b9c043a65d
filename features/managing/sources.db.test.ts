import { expect, test } from 'vitest';
import { db } from '#db/client';
import { event, tagExpiry } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { bodyOf } from '#db/test-fixture';
import { getArticle } from '#features/articles/queries';
import { createArticle, publishArticle, saveArticle } from '#features/newsroom/commands';
import { getDesk, listArticles } from '#features/newsroom/queries';
import type { Actor } from '#lib/actor';
import { renameSource } from './commands.ts';
import { listSources } from './queries.ts';

const actor: Actor = { kind: 'operator' };

/** A story that names a source in its newest text. */
async function story(headline: string, name: string, licence: string): Promise<number> {
  const id = await createArticle({ actor, headline });
  await nameSource(id, name, licence);
  return id;
}

async function nameSource(id: number, name: string, licence: string) {
  const { copy } = await getDesk({ actor, id });
  const source = {
    ...{ name, licence, url: `https://www.${name.toLowerCase().replaceAll(' ', '-')}.example/a`, author: '' },
    publishedAt: null,
    policy: 'canonical' as const,
  };
  return saveArticle({ actor, id, from: copy.version, fields: { ...copy.fields, source }, body: bodyOf('Words.') });
}

test('a source has one name in all its stories, for readers and in drafts', async () => {
  await testDatabase();
  const one = await story('One', 'The Almanac', 'CC BY 4.0');
  const two = await story('Two', 'Almanac', '');
  for (const id of [one, two]) await publishArticle({ actor, id });
  const draft = await story('Three', 'Almanac', '');
  expect(await listSources({ actor })).toMatchObject([
    { name: 'Almanac', articles: 2, licences: [], unlicensed: 2, hosts: ['almanac.example'] },
    { name: 'The Almanac', articles: 1, licences: ['CC BY 4.0'], unlicensed: 0, hosts: ['the-almanac.example'] },
  ]);
  const open = (await getDesk({ actor, id: draft })).copy;
  await db.delete(tagExpiry);
  expect(await renameSource({ actor, from: 'Almanac', to: ' The  Almanac ' })).toEqual({
    articles: 2,
    tags: ['everything'],
  });
  expect(await listSources({ actor })).toMatchObject([
    { name: 'The Almanac', articles: 3, licences: ['CC BY 4.0'], unlicensed: 2 },
  ]);
  expect((await getArticle('two'))?.source?.name).toBe('The Almanac');
  expect((await getDesk({ actor, id: draft })).copy.fields.source?.name).toBe('The Almanac');
  // Who had it open is shown both texts.
  expect(
    (await saveArticle({ actor, id: draft, from: open.version, fields: open.fields, body: open.body })).outcome,
  ).toBe('stale');
  const { articles } = await listArticles({ actor, filter: { source: 'The Almanac' } });
  expect(articles.map(({ headline }) => headline).toSorted()).toEqual(['One', 'Three', 'Two']);
  const [logged] = (await db.select().from(event)).filter(({ name }) => name === 'source.rename');
  expect(logged).toMatchObject({ subject: 'source:The Almanac', detail: { from: 'Almanac', articles: 2 } });
});

test('a name that is empty, too long, the same or nobody’s is refused with what to do', async () => {
  await testDatabase();
  const id = await story('One', 'The Almanac', '');
  await publishArticle({ actor, id });
  const rename = (to: string, from = 'The Almanac') => renameSource({ actor, from, to });
  await expect(rename('  ')).rejects.toThrow('Write the name');
  await expect(rename('x'.repeat(201))).rejects.toThrow('200 characters at most');
  await expect(rename('The Almanac')).rejects.toThrow('its name already');
  await expect(rename('Another', 'Nobody')).rejects.toThrow('No story names');
});
