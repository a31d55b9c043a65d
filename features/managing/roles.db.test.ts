import { expect, test } from 'vitest';
import { testDatabase } from '#db/test-database';
import { addArticle, addUser } from '#db/test-fixture';
import { type Anybody, everybody, expectOnly, makeEverybody, problemOf } from '#db/test-roles';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import * as commands from './commands.ts';
import * as queries from './queries.ts';

/* Who may do what: each command and each read is tried by everybody. */
const desk: readonly Anybody[] = ['operator', 'editor', 'administrator'];
/** Lists are kept for somebody; the command line is nobody. */
const writers: readonly Anybody[] = ['contributor', 'author', 'editor', 'administrator'];

let made = 0;
const named = () => ({ name: `Name ${++made}` });
const operator: Actor = { kind: 'operator' };
const tag = async () => (await commands.saveTerm({ actor: operator, kind: 'tag', id: null, term: named() })).id;
const section = async () => (await commands.saveTerm({ actor: operator, kind: 'section', id: null, term: named() })).id;

type Case = [name: string, may: readonly Anybody[], run: (actor: Actor) => unknown];
const table: Case[] = [
  [
    'changeArticles',
    desk,
    async (actor) => commands.changeArticles({ actor, ids: [await addArticle()], change: { kind: 'archive' } }),
  ],
  ['saveTerm', desk, (actor) => commands.saveTerm({ actor, kind: 'tag', id: null, term: named() })],
  ['saveTerm', desk, async (actor) => commands.saveTerm({ actor, kind: 'tag', id: await tag(), term: named() })],
  [
    'mergeTerms',
    desk,
    async (actor) => {
      const [id, into] = [
        await tag(),
        await commands.saveTerm({ actor: operator, kind: 'tag', id: null, term: named() }),
      ];
      const { slug } = await queries.requireTerm({ actor: operator, kind: 'tag', id: into.id });
      return commands.mergeTerms({ actor, kind: 'tag', id, into: slug });
    },
  ],
  ['removeTerm', desk, async (actor) => commands.removeTerm({ actor, kind: 'tag', id: await tag() })],
  ['moveSection', desk, async (actor) => commands.moveSection({ actor, id: await section(), to: 0 })],
  ['pinArticle', desk, async (actor) => commands.pinArticle({ actor, id: await addArticle() })],
  ['unpinArticle', desk, async (actor) => commands.unpinArticle({ actor, id: await addArticle() })],
  [
    'placePinned',
    desk,
    async (actor) => {
      const id = await addArticle({ pinnedAt: new Date() });
      return commands.placePinned({ actor, id, to: 0 });
    },
  ],
  [
    'renameSource',
    desk,
    async (actor) => {
      const from = `A source ${++made}`;
      await addArticle({ sourceName: from });
      return commands.renameSource({ actor, from, to: `${from} anew` });
    },
  ],
  ['addRedirect', desk, (actor) => commands.addRedirect({ actor, path: `/old-${++made}`, target: '/archive' })],
  ['removeRedirect', desk, (actor) => commands.removeRedirect({ actor, path: '/old' })],
  ['saveView', writers, (actor) => commands.saveView({ actor, name: 'Drafts', query: 'status=draft' })],
  ['removeView', writers, (actor) => commands.removeView({ actor, id: 1 })],
];

const reads: Case[] = [
  ['listTerms', desk, (actor) => queries.listTerms({ actor, kind: 'tag' })],
  ['requireTerm', desk, async (actor) => queries.requireTerm({ actor, kind: 'tag', id: await tag() })],
  ['listTermNames', desk, (actor) => queries.listTermNames({ actor, kind: 'author' })],
  ['listFrontDesk', desk, (actor) => queries.listFrontDesk({ actor })],
  ['listSources', desk, (actor) => queries.listSources({ actor })],
  ['listRedirects', desk, (actor) => queries.listRedirects({ actor })],
];

test('every command has a rule here', () => {
  expect([...new Set(table.map(([name]) => name))].sort()).toEqual(Object.keys(commands).sort());
});

test('who may do and see what', async () => {
  await testDatabase();
  const actors = await makeEverybody();
  for (const [name, may, run] of [...table, ...reads])
    await expectOnly(name, may, everybody, (who) => run(actors[who]));
});

test('merging asks who they are of who has not shown it lately, and nothing else here does', async () => {
  await testDatabase();
  const { confirmedAt: _, ...actor } = await addUser('administrator');
  const asked: string[] = [];
  for (const [name, , run] of table) {
    const problem = await problemOf(() => run(actor));
    if (problem instanceof PersonError && problem.code === 'confirm') asked.push(name);
  }
  expect(asked).toEqual(['mergeTerms']);
});
