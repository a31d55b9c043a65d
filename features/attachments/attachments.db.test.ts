import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { db } from '#db/client';
import { article, attachment, file, response } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import {
  addArticle,
  addResponse,
  addUser,
  changeSetting,
  formOf,
  origin,
  type Person,
  trustAll,
} from '#db/test-fixture';
import { deleteAccount } from '#features/accounts/commands';
import { exportAccount } from '#features/accounts/queries';
import { exportWxr } from '#features/export/commands';
import { importWxr } from '#features/import/commands';
import { approveResponses, hideResponses, trashResponses, undoDecision } from '#features/moderation/commands';
import { getQueue } from '#features/moderation/queries';
import { deleteResponse, editResponse, postResponse } from '#features/responses/commands';
import { getMine, getThread } from '#features/responses/queries';
import type { Actor } from '#lib/actor';
import { uploadPath } from '#lib/upload-shelf';
import { dropUpload, prepareUpload, receiveUpload } from './commands.ts';
import { photograph } from './fixture.ts';
import { sweepAttachments } from './jobs.ts';
import { getAttachedFile, getLimits, getUpload, listMyUploads, openAttachedFile } from './queries.ts';
import type { AttachmentView, ChosenAttachment } from './schema.ts';

let dataDir = '';

async function place(): Promise<void> {
  await testDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-attachments-'));
  Object.assign(process.env, { DATA_DIR: dataDir, AUTH_SECRET: 'a secret of at least 32 characters' });
  const folder = dataDir;
  onTestFinished(() => {
    delete process.env.DATA_DIR;
    rmSync(folder, { recursive: true, force: true });
  });
  await trustAll();
  await changeSetting('attachmentHold', false);
}

let made = 0;

/** A file as it has arrived through the ingest. */
async function bring(person: Person, articleId: number, name = 'a.jpg', bytes?: Buffer): Promise<string> {
  const content = bytes ?? (name.endsWith('.jpg') ? await photograph() : Buffer.from('Words'));
  const { id } = await prepareUpload({ actor: person, articleId, file: { name, size: content.length, type: '' } });
  const key = `key${String(++made).padStart(8, '0')}`;
  await mkdir(dirname(uploadPath(key)), { recursive: true });
  await writeFile(uploadPath(key), content);
  const { problem } = await receiveUpload({ id, key });
  expect(problem).toBeNull();
  return id;
}

const chosen = (id: string, alt = '', caption = ''): ChosenAttachment => ({ id, alt, caption });
const post = (actor: Actor, articleId: number, attachments: ChosenAttachment[], text?: string) =>
  postResponse({ actor, origin, input: { ...formOf(articleId, text), attachments } });
const filesOnDisk = (): string[] =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

/** Whether somebody gets the file, by the route's own question. */
const sees = async (actor: Actor, view: AttachmentView | undefined): Promise<boolean> =>
  (await getAttachedFile(async () => actor, view?.src?.split('/')[3] ?? '')) !== null;
const anonymous: Actor = { kind: 'anonymous' };

test('files of a response stand in their order, with their words, and everybody sees them', async () => {
  await place();
  const [person, articleId] = [await addUser(), await addArticle()];
  const [a, b] = [await bring(person, articleId), await bring(person, articleId, 'notes.txt')];
  expect((await listMyUploads(person)).map(({ id, state }) => [id, state])).toEqual([
    [a, 'ready'],
    [b, 'ready'],
  ]);
  const posted = await post(person, articleId, [chosen(b, '', 'The notes'), chosen(a, 'A red wall')]);
  const thread = await getThread(articleId);
  const views = thread?.responses[0]?.attachments ?? [];
  expect(views).toEqual(posted.response.attachments);
  expect(views).toMatchObject([
    { id: b, kind: 'other', name: 'notes.txt', caption: 'The notes', thumb: null, playable: false },
    { id: a, kind: 'image', alt: 'A red wall', width: 40, height: 60, thumb: { width: 40 }, large: { width: 40 } },
  ]);
  expect(await listMyUploads(person)).toEqual([]);
  for (const view of views) expect(await sees(anonymous, view)).toBe(true);
  const served = await getAttachedFile(async () => anonymous, views[0]?.src?.split('/')[3] ?? '');
  const stream = served && (await openAttachedFile(served, { start: 1, end: 3 }));
  expect(stream && (await buffer(stream)).toString()).toBe('ord');
});

test('a picture may say it all, twice as well', async () => {
  await place();
  const [person, articleId] = [await addUser(), await addArticle()];
  for (let round = 0; round < 2; round++) {
    const { outcome } = await post(person, articleId, [chosen(await bring(person, articleId))], '');
    expect(outcome).toBe('approved');
  }
  await expect(post(person, articleId, [], '')).rejects.toThrow('There is nothing in your response yet');
});

test('held files are for their writer and moderators alone, and go with the response', async () => {
  await place();
  await changeSetting('attachmentHold', true);
  const [person, other, moderator] = [await addUser(), await addUser(), await addUser('moderator')];
  const articleId = await addArticle();
  const posted = await post(person, articleId, [chosen(await bring(person, articleId))]);
  expect(posted).toMatchObject({ outcome: 'held', reason: 'whyAttachment' });
  const { id } = posted.response;
  const [view] = posted.response.attachments;
  const who = async () => [
    await sees(anonymous, view),
    await sees(other, view),
    await sees(person, view),
    await sees(moderator, view),
  ];
  expect(await who()).toEqual([false, false, true, true]);
  expect((await getMine(person, articleId)).held[0]?.attachments).toEqual([view]);
  expect((await getQueue(moderator, 'waiting')).entries[0]?.attachments).toEqual([view]);
  const decide = (decision: 'approve' | 'hide' | 'trash') =>
    ({ approve: approveResponses, hide: hideResponses, trash: trashResponses })[decision]({
      actor: moderator,
      ids: [id],
    });
  await decide('approve');
  expect(await who()).toEqual([true, true, true, true]);
  await decide('hide');
  expect(await who()).toEqual([false, false, true, true]);
  const { decisionIds } = await decide('trash');
  await sweepAttachments();
  await undoDecision({ actor: moderator, decisionIds });
  await decide('approve');
  expect(await who()).toEqual([true, true, true, true]);
  // A month in the trash, and it is gone from the disk too.
  await decide('trash');
  await db.update(response).set({ trashedAt: sql`now() - interval '31 days'` });
  await sweepAttachments();
  expect(await who()).toEqual([false, false, false, false]);
  expect(filesOnDisk()).toEqual([]);
});

test('of a protected or private article, its files are for nobody else', async () => {
  await place();
  const [person, moderator] = [await addUser(), await addUser('moderator')];
  const articleId = await addArticle();
  const { response: one } = await post(person, articleId, [chosen(await bring(person, articleId))]);
  for (const change of [
    sql`visibility = 'private'`,
    sql`visibility = 'password', password_hash = 'x:y'`,
    sql`visibility = 'public', published_at = now() + interval '1 day'`,
  ]) {
    await db.execute(sql`update article set ${change} where id = ${articleId}`);
    expect(await sees(anonymous, one.attachments[0])).toBe(false);
    expect(await sees(moderator, one.attachments[0])).toBe(true);
  }
});

test('what a writer takes back is gone at once, and from the disk with the next sweep', async () => {
  await place();
  const [person, articleId] = [await addUser(), await addArticle()];
  const { response: one } = await post(person, articleId, [chosen(await bring(person, articleId))]);
  await addResponse({ articleId, parentId: one.id });
  await deleteResponse({ actor: person, id: one.id });
  const [view] = one.attachments;
  for (const actor of [anonymous, person, await addUser('administrator')]) expect(await sees(actor, view)).toBe(false);
  expect((await getThread(articleId))?.responses[0]?.attachments).toEqual([]);
  await sweepAttachments();
  expect(filesOnDisk()).toEqual([]);
  expect(await db.select().from(attachment)).toEqual([]);
});

test('files can be added, removed and put in another order while a response can be changed', async () => {
  await place();
  const [person, articleId] = [await addUser(), await addArticle()];
  const [a, b, c] = [
    await bring(person, articleId),
    await bring(person, articleId, 'b.txt'),
    await bring(person, articleId, 'c.txt'),
  ];
  const { response: one } = await post(person, articleId, [chosen(a), chosen(b)], 'The same words');
  const edit = (attachments?: ChosenAttachment[], text = 'The same words') =>
    editResponse({ actor: person, id: one.id, text, attachments, origin });
  const idsOf = (of: Awaited<ReturnType<typeof edit>>) => of.response.attachments.map(({ id }) => id);
  // Nothing said, nothing changed; the words alone leave the files.
  expect(idsOf(await edit(undefined, 'Other words'))).toEqual([a, b]);
  expect(idsOf(await edit([chosen(c), chosen(a, 'A wall')], 'Other words'))).toEqual([c, a]);
  expect(await getUpload(person, b)).toBeNull();
  expect((await edit([chosen(c), chosen(a, 'A wall')], 'Other words')).response.editedAt).not.toBeNull();
  await expect(edit([chosen(b)])).rejects.toThrow('One of the files is no longer there.');
  expect(idsOf(await edit([]))).toEqual([]);
  await sweepAttachments();
  expect(filesOnDisk()).toEqual([]);
});

test('nobody posts with what is not theirs, not here, or in a response already', async () => {
  await place();
  const [person, other, articleId] = [await addUser(), await addUser(), await addArticle()];
  const theirs = await bring(other, articleId);
  await expect(post(person, articleId, [chosen(theirs)])).rejects.toThrow('One of the files is no longer there.');
  expect(await getUpload(person, theirs)).toBeNull();
  const { id: coming } = await prepareUpload({ actor: person, articleId, file: { name: 'a.txt', size: 5, type: '' } });
  await expect(post(person, articleId, [chosen(coming)])).rejects.toThrow('“a.txt” is not here yet.');
  const mine = await bring(person, articleId, 'b.txt');
  const [first, second] = await Promise.allSettled([
    post(person, articleId, [chosen(mine)]),
    post(person, articleId, [chosen(mine)]),
  ]);
  expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db.select().from(response)).toHaveLength(1);
  await expect(dropUpload({ actor: person, id: mine })).rejects.toThrow('This file stands in a response.');
  await changeSetting('attachmentMaxFiles', 1);
  const many = [await bring(person, articleId, 'c.txt'), await bring(person, articleId, 'd.txt')];
  await expect(
    post(
      person,
      articleId,
      many.map((id) => chosen(id)),
    ),
  ).rejects.toThrow('At most 1 file can be attached');
});

test('uploads that no response claims are swept after a day, and what was thrown away at once', async () => {
  await place();
  const [person, articleId] = [await addUser(), await addArticle()];
  const [a, b] = [await bring(person, articleId), await bring(person, articleId, 'b.txt')];
  await dropUpload({ actor: person, id: b });
  await dropUpload({ actor: person, id: b });
  await sweepAttachments();
  expect((await listMyUploads(person)).map(({ id }) => id)).toEqual([a]);
  await db.update(attachment).set({ createdAt: sql`now() - interval '25 hours'` });
  await sweepAttachments();
  expect(await listMyUploads(person)).toEqual([]);
  expect(await db.select().from(file)).toEqual([]);
  expect(filesOnDisk()).toEqual([]);
});

test('an account takes its files with it or leaves them, and its download lists them', async () => {
  await place();
  const articleId = await addArticle();
  for (const responses of ['keep', 'remove'] as const) {
    const person = await addUser();
    const [posted, waiting] = [
      await bring(person, articleId, 'posted.txt'),
      await bring(person, articleId, 'waiting.txt'),
    ];
    const { response: one } = await post(person, articleId, [chosen(posted, '', 'Kept')]);
    const data = (await exportAccount(person)) as { attachments?: { name: string }[] };
    expect(data.attachments?.map(({ name }) => name)).toEqual(['posted.txt', 'waiting.txt']);
    const [{ email } = { email: '' }] = await db.execute<{ email: string }>(
      sql`select email from "user" where id = ${person.id}`,
    );
    await deleteAccount({ actor: person, deletion: { confirm: email, responses } });
    await sweepAttachments();
    expect(await sees(anonymous, one.attachments[0])).toBe(responses === 'keep');
    expect((await db.select().from(attachment)).map(({ id }) => id)).not.toContain(waiting);
  }
});

test('an export names the files of comments, and a new database finds them again on the disk', async () => {
  await place();
  const [person, articleId] = [await addUser(), await addArticle()];
  await post(person, articleId, [
    chosen(await bring(person, articleId), 'A wall', 'Red'),
    chosen(await bring(person, articleId, 'b.txt')),
  ]);
  const before = (await getThread(articleId))?.responses[0]?.attachments;
  const parts: string[] = [];
  await exportWxr({ write: async (xml: string) => void parts.push(xml) });
  const path = join(dataDir, 'backup.xml');
  await writeFile(path, parts.join(''));
  // Another database on the same files.
  const folder = dataDir;
  await testDatabase();
  expect(process.env.DATA_DIR).toBe(folder);
  await importWxr({ path });
  const [{ id } = { id: 0 }] = await db.select({ id: article.id }).from(article);
  const [after] = (await getThread(id))?.responses ?? [];
  expect(after?.attachments).toEqual(before);
  for (const view of after?.attachments ?? []) expect(await sees(anonymous, view)).toBe(true);
});

/* Who may do what. */
const everybody = [
  'anonymous',
  'operator',
  'unnamed',
  'banned',
  'reader',
  'contributor',
  'author',
  'editor',
  'moderator',
  'administrator',
] as const;
type Who = (typeof everybody)[number];
const people: readonly Who[] = ['reader', 'contributor', 'author', 'editor', 'moderator', 'administrator'];
const staff: readonly Who[] = ['author', 'editor', 'moderator', 'administrator'];

async function actorFor(who: Who): Promise<Actor> {
  if (who === 'anonymous' || who === 'operator') return { kind: who };
  const person = await addUser(who === 'unnamed' || who === 'banned' ? 'reader' : who);
  return { ...person, banned: who === 'banned', name: who === 'unnamed' ? null : person.name };
}

test('who may bring files, drop them, and see what is not public', async () => {
  await place();
  const [owner, articleId] = [await addUser(), await addArticle()];
  const held = await post(owner, articleId, [chosen(await bring(owner, articleId, 'a.txt'))]);
  await db.update(response).set({ approvedAt: null, heldAt: sql`now()` });
  const upload = await bring(owner, articleId, 'b.txt');
  const may: Record<string, Who[]> = {
    prepare: [],
    'prepare when approved': [],
    'prepare when nobody': [],
    drop: [],
    see: [],
  };
  const note = async (what: string, who: Who, run: () => Promise<unknown>) => {
    if (
      (await run().then(
        () => true,
        () => false,
      )) === true
    )
      may[what]?.push(who);
  };
  const prepare = (actor: Actor) => () =>
    prepareUpload({ actor, articleId, file: { name: 'a.txt', size: 5, type: '' } });
  for (const who of everybody) {
    const actor = await actorFor(who);
    await changeSetting('attachmentWho', 'signed-in');
    await note('prepare', who, prepare(actor));
    await changeSetting('attachmentWho', 'approved');
    await note('prepare when approved', who, prepare(actor));
    await changeSetting('attachmentWho', 'nobody');
    await note('prepare when nobody', who, prepare(actor));
    await note('drop', who, () => dropUpload({ actor, id: upload }));
    if (await sees(actor, held.response.attachments[0])) may.see?.push(who);
  }
  expect(may).toEqual({
    prepare: people,
    'prepare when approved': staff,
    'prepare when nobody': [],
    drop: [],
    see: ['operator', 'moderator', 'administrator'],
  });
  expect(await getLimits()).toMatchObject({ who: 'nobody', maxFiles: 10, maxBytes: 100_000_000 });
});
