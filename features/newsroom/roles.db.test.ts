import { expect, test } from 'vitest';
import { db } from '#db/client';
import { article } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser, bodyOf, changeSetting, type Person } from '#db/test-fixture';
import { everybody, expectOnly, makeEverybody } from '#db/test-roles';
import type { Actor } from '#lib/actor';
import * as commands from './commands.ts';
import { addDraft, working } from './fixture.ts';
import * as queries from './queries.ts';
import type { Status } from './schema.ts';

/*
 * Who may do what. Each command is tried by everybody on an article that an author (`own`) or a contributor (`own as
 * contributor`) wrote, in the state that is named, by its writer and by others.
 */
const all = [...everybody, 'own', 'own banned', 'own as contributor'] as const;
type Who = (typeof all)[number];

const desk: readonly Who[] = ['operator', 'editor', 'administrator'];
const owners: readonly Who[] = ['own', 'own as contributor'];
const writers: readonly Who[] = [...desk, ...owners, 'contributor', 'author'];

type Case = { actor: Actor; id: number; version: number; noteId: number; correctionId: number; previewId: string };
type State = Status | 'draft, no review';

const tomorrow = () => new Date(Date.now() + 86_400_000);
const fields = async (id: number) => (await working(id)).fields;

const table: [command: keyof typeof commands, state: State, may: readonly Who[], run: (given: Case) => unknown][] = [
  ['createArticle', 'draft', writers, ({ actor }) => commands.createArticle({ actor, headline: 'Another' })],
  ['saveArticle', 'draft', [...desk, ...owners], (given) => save(given)],
  ['saveArticle', 'in_review', [...desk, ...owners], (given) => save(given)],
  ['saveArticle', 'approved', [...desk, 'own'], (given) => save(given)],
  ['saveArticle', 'published', [...desk, 'own'], (given) => save(given)],
  [
    'restoreRevision',
    'draft',
    [...desk, ...owners],
    ({ actor, id, version }) => commands.restoreRevision({ actor, id, version, from: version }),
  ],
  [
    'restoreRevision',
    'published',
    [...desk, 'own'],
    ({ actor, id, version }) => commands.restoreRevision({ actor, id, version, from: version }),
  ],
  ['submitForReview', 'draft', [...desk, ...owners], (given) => commands.submitForReview(given)],
  ['returnToDraft', 'in_review', [...desk, ...owners], (given) => commands.returnToDraft(given)],
  ['returnToDraft', 'approved', desk, (given) => commands.returnToDraft(given)],
  ['approveArticle', 'in_review', desk, (given) => commands.approveArticle(given)],
  ['publishArticle', 'draft', desk, (given) => commands.publishArticle(given)],
  ['publishArticle', 'in_review', desk, (given) => commands.publishArticle(given)],
  ['publishArticle', 'approved', [...desk, 'own'], (given) => commands.publishArticle(given)],
  ['publishArticle', 'scheduled', desk, (given) => commands.publishArticle(given)],
  ['publishArticle', 'published', desk, (given) => commands.publishArticle(given)],
  ['publishArticle', 'draft, no review', [...desk, 'own'], (given) => commands.publishArticle(given)],
  ['scheduleArticle', 'draft', desk, (given) => commands.scheduleArticle({ ...given, at: tomorrow() })],
  ['scheduleArticle', 'approved', [...desk, 'own'], (given) => commands.scheduleArticle({ ...given, at: tomorrow() })],
  ['unscheduleArticle', 'scheduled', [...desk, 'own'], (given) => commands.unscheduleArticle(given)],
  ['archiveArticle', 'draft', [...desk, ...owners], (given) => commands.archiveArticle(given)],
  ['archiveArticle', 'published', desk, (given) => commands.archiveArticle(given)],
  ['restoreArticle', 'archived', desk, (given) => commands.restoreArticle(given)],
  ['addNote', 'draft', [...desk, ...owners], ({ actor, id }) => commands.addNote({ actor, id, text: 'Words' })],
  ['resolveNote', 'draft', [...desk, ...owners], (given) => commands.resolveNote(given)],
  [
    'notePresence',
    'draft',
    [...desk, ...owners],
    (given) => commands.notePresence({ ...given, windowId: 'w', typed: false }),
  ],
  ['createPreview', 'draft', [...desk, ...owners], (given) => commands.createPreview({ ...given, days: 3 })],
  ['revokePreview', 'draft', [...desk, ...owners], (given) => commands.revokePreview(given)],
  ['checkLinks', 'draft', [...desk, ...owners], (given) => commands.checkLinks(given)],
  [
    'addCorrection',
    'published',
    desk,
    (given) => commands.addCorrection({ ...given, text: 'It was two.', mistake: true }),
  ],
  [
    'editCorrection',
    'published',
    desk,
    (given) => commands.editCorrection({ ...given, text: 'It was three.', mistake: true }),
  ],
  ['removeCorrection', 'published', desk, (given) => commands.removeCorrection(given)],
];

const reads: [query: keyof typeof queries, may: readonly Who[], run: (given: Case) => unknown][] = [
  ['getDesk', [...desk, ...owners], (given) => queries.getDesk(given)],
  ['listRevisions', [...desk, ...owners], (given) => queries.listRevisions(given)],
  [
    'compareRevisions',
    [...desk, ...owners],
    ({ actor, id }) => queries.compareRevisions({ actor, id, before: 1, after: 2 }),
  ],
  ['previewForDesk', [...desk, ...owners], (given) => queries.previewForDesk(given)],
  ['listArticles', writers, ({ actor }) => queries.listArticles({ actor })],
  ['searchArticles', writers, ({ actor }) => queries.searchArticles({ actor, query: 'a' })],
];

async function save({ actor, id, version }: Case) {
  return commands.saveArticle({ actor, id, from: version, fields: await fields(id), body: bodyOf('Other words.') });
}

async function people(): Promise<Record<Who, Actor>> {
  const own = await addUser('author');
  return {
    ...(await makeEverybody()),
    own,
    'own banned': { ...own, banned: true },
    'own as contributor': await addUser('contributor'),
  };
}

/** An article in a state, with everything that a command may be about. */
async function makeCase(actors: Record<Who, Actor>, who: Who, state: State): Promise<Case> {
  await db.delete(article);
  await changeSetting('reviewRequired', state !== 'draft, no review');
  const operator = actors.operator;
  const owner = (who === 'own as contributor' ? actors[who] : actors.own) as Person;
  const id = await addDraft(owner, state === 'draft, no review' ? 'draft' : state);
  const noteId = await commands.addNote({ actor: operator, id, text: 'A note' });
  await commands.addCorrection({ actor: operator, id, text: 'A correction.', mistake: true });
  await commands.createPreview({ actor: operator, id, days: 1 });
  const view = await queries.getDesk({ actor: operator, id });
  return {
    ...{ actor: actors[who], id, version: view.copy.version, noteId },
    ...{ correctionId: view.corrections[0]?.id ?? 0, previewId: view.previews[0]?.id ?? '' },
  };
}

test('every command has a rule here', () => {
  expect([...new Set(table.map(([name]) => name))].sort()).toEqual(Object.keys(commands).sort());
});

test('who may do what', async () => {
  await testDatabase();
  const actors = await people();
  for (const [name, state, may, run] of table)
    await expectOnly(`${name}, ${state}`, may, all, async (who) => run(await makeCase(actors, who, state)));
}, 180_000);

test('who may see what', async () => {
  await testDatabase();
  const actors = await people();
  for (const [name, may, run] of reads)
    await expectOnly(name, may, all, async (who) => run(await makeCase(actors, who, 'draft')));
});

test('who writes for themselves is listed their own articles only', async () => {
  await testDatabase();
  const [one, two, editor] = [await addUser('author'), await addUser('contributor'), await addUser('editor')];
  const [first, second] = [await addDraft(one), await addDraft(two)];
  const ids = async (actor: Actor) => (await queries.listArticles({ actor })).articles.map(({ id }) => id).sort();
  expect(await ids(one)).toEqual([first]);
  expect(await ids(two)).toEqual([second]);
  expect(await ids(editor)).toEqual([first, second]);
});
