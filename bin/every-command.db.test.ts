import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { roles } from '#db/schema/index';
import { testDatabase } from '#db/test-database';
import { addUser } from '#db/test-fixture';
import { type Anybody, everybody, makeEverybody, problemOf } from '#db/test-roles';

/*
 * Every command of every room: who may give it. It is tried by everybody else, and a command that has no rule here fails, so
 * that none is added without somebody thinking of it.
 */
type Command = (...given: unknown[]) => unknown;

/** Rooms whose own test tries each command by everybody, and fails for one that it does not know. */
const ownTables = ['newsroom', 'managing', 'system'];

/** Given by nobody: other rooms and jobs use it, or what it is given says who may (a token, a password). */
const givenByNobody = 'given by nobody';
/** It looks at whose the thing is before it looks at who asks; the file tries that. */
const triedIn = (file: string, by?: string) => ({ file, by });
type Rule = typeof givenByNobody | ReturnType<typeof triedIn> | [may: readonly Anybody[], given: object];

const people: readonly Anybody[] = roles;
const accounts: readonly Anybody[] = ['banned', ...people];
const writers: readonly Anybody[] = ['operator', 'contributor', 'author', 'editor', 'administrator'];
const keepers: readonly Anybody[] = ['operator', 'editor', 'moderator', 'administrator'];
const desk: readonly Anybody[] = ['operator', 'editor', 'administrator'];
const moderators: readonly Anybody[] = ['operator', 'moderator', 'administrator'];
const administrators: readonly Anybody[] = ['operator', 'administrator'];

const nobodys = '00000000-0000-4000-8000-000000000000';
const decision = { ids: [1], reason: 'A reason' };
const address = { email: 'somebody@paper.example', role: 'reader' };
const byDoors = triedIn('features/accounts/doors.db.test.ts');
const byResponses = triedIn('features/responses/roles.db.test.ts');

const rules: Record<string, Rule> = {
  'accounts.requestSignInLink': givenByNobody,
  'accounts.signInByLink': givenByNobody,
  'accounts.signOut': givenByNobody,
  'accounts.changeProfile': [people, { profile: { name: 'Somebody', bio: '', link: null } }],
  'accounts.revokeSession': [accounts, { id: nobodys }],
  'accounts.revokeOtherSessions': [accounts, { token: 'token' }],
  'accounts.deleteAccount': [accounts, { deletion: { confirm: 'another@paper.example', responses: 'keep' } }],
  'accounts.addAccount': [administrators, address],
  'accounts.changeRole': [administrators, address],
  'accounts.signOutEverywhere': [administrators, { id: nobodys, email: address.email }],
  'accounts.makeOperatorLink': [['operator'], address],
  'accounts.beginSecondFactor': [accounts, {}],
  'accounts.dropPendingSecondFactor': [accounts, {}],
  'accounts.enableSecondFactor': [accounts, { token: 'token', code: '000000', from: '' }],
  'accounts.remakeRecoveryCodes': [accounts, {}],
  'accounts.switchOffSecondFactor': [accounts, {}],
  'accounts.takeOffSecondFactor': [administrators, address],
  'accounts.finishSignIn': givenByNobody,
  'accounts.mailConfirmCode': byDoors,
  'accounts.confirmByCode': byDoors,
  'articles.unlockArticle': givenByNobody,
  'attachments.takeArrived': givenByNobody,
  'attachments.claimAttachments': givenByNobody,
  'attachments.rearrangeAttachments': givenByNobody,
  'attachments.receiveUpload': givenByNobody,
  'attachments.requireReady': triedIn('features/attachments/attachments.db.test.ts', 'post'),
  'attachments.prepareUpload': [
    ['contributor', 'author', 'editor', 'moderator', 'administrator', 'reader'],
    { file: { name: 'a.txt', size: 1, type: '' }, articleId: 1 },
  ],
  'attachments.nameUploads': [accounts, { uploads: [] }],
  'attachments.dropUpload': [accounts, { id: nobodys }],
  'embeds.requireEmbeds': givenByNobody,
  'embeds.previewEmbed': [['operator', ...people], { url: 'no address' }],
  'embeds.refetchEmbed': [keepers, { url: 'no address' }],
  'embeds.switchService': [keepers, { service: 'none', on: true }],
  'files.storeFile': givenByNobody,
  'files.removeFile': givenByNobody,
  'export.exportWxr': givenByNobody,
  'import.importWxr': givenByNobody,
  'import.removeDemo': givenByNobody,
  'linkbacks.answerTrackback': givenByNobody,
  'linkbacks.answerWebmention': givenByNobody,
  'linkbacks.answerXmlRpc': givenByNobody,
  'linkbacks.noteOutgoingLinks': givenByNobody,
  'linkbacks.blockSite': [moderators, { responseId: 999 }],
  'linkbacks.unblockSite': [moderators, { host: 'site.example' }],
  'linkbacks.recheckMention': [keepers, { id: nobodys }],
  'linkbacks.switchSending': [keepers, { articleId: 999, on: true }],
  'linkbacks.tellAgain': [keepers, { id: 999 }],
  'look.draftLook': [administrators, { look: { look: 'plain' } }],
  'look.applyLook': [administrators, {}],
  'look.discardLook': [administrators, {}],
  'look.changeMenu': [desk, { menu: 'header', change: { do: 'remove', key: 'none' } }],
  'mail.queueMail': givenByNobody,
  'media.describeFile': [desk, { id: nobodys, words: { alt: '', caption: '', credit: '' } }],
  'media.focusFile': triedIn('features/media/focus.db.test.ts', 'set'),
  'media.replaceFile': [desk, { id: nobodys, by: nobodys }],
  'media.removeUnusedFile': [desk, { id: nobodys }],
  'media.prepareMedia': [writers, { file: { name: 'a.txt', size: 1 } }],
  'media.receiveMedia': triedIn('features/media/media.db.test.ts'),
  'moderation.judge': triedIn('features/moderation/judge.db.test.ts'),
  'moderation.judgeProfile': givenByNobody,
  'moderation.recordJudgement': givenByNobody,
  'moderation.approveResponses': [moderators, decision],
  'moderation.hideResponses': [moderators, decision],
  'moderation.markSpam': [moderators, decision],
  'moderation.trashResponses': [moderators, decision],
  'moderation.upholdDecisions': [moderators, decision],
  'moderation.undoDecision': [moderators, { decisionIds: [1] }],
  'moderation.banWriter': [moderators, { userId: nobodys, reason: 'A reason' }],
  'moderation.unbanWriter': [moderators, { userId: nobodys, reason: 'A reason' }],
  'notifications.notify': givenByNobody,
  'notifications.notifyOfResponse': givenByNobody,
  'notifications.unsubscribe': givenByNobody,
  'notifications.markRead': [accounts, { ids: [] }],
  'notifications.changeMailPolicy': [accounts, { policy: 'never' }],
  'responses.postResponse': triedIn('features/responses/roles.db.test.ts', 'post'),
  'responses.claimResponses': givenByNobody,
  'responses.previewResponse': [everybody, { text: 'Words' }],
  'responses.appealDecision': byResponses,
  'responses.deleteResponse': byResponses,
  'responses.editResponse': byResponses,
  'responses.followThread': byResponses,
  'responses.likeResponse': byResponses,
  'responses.muteWriter': byResponses,
  'responses.reportResponse': byResponses,
  'responses.unfollowThread': byResponses,
  'responses.unlikeResponse': byResponses,
  'responses.unmuteWriter': byResponses,
  'settings.changeSettings': [administrators, { changes: { reviewRequired: true } }],
  'settings.adoptSettings': [administrators, { found: {} }],
  'transfer.takeUpload': [administrators, { free: async () => 0 }],
  'transfer.surveyAgain': [administrators, { id: nobodys, repair: false }],
  'transfer.startImport': [administrators, { id: nobodys, choices: {} }],
  'transfer.stopTransfer': [administrators, { id: nobodys }],
  'transfer.discardTransfer': [administrators, { id: nobodys }],
  'transfer.startExport': [administrators, {}],
  'transfer.fetchExport': [administrators, { id: nobodys }],
  'views.answerHit': givenByNobody,
  'views.countHit': givenByNobody,
  'views.setImportedHits': givenByNobody,
};

const root = join(import.meta.dirname, '..');

async function listCommands(): Promise<Map<string, Command>> {
  const commands = new Map<string, Command>();
  for (const room of readdirSync(join(root, 'features'))) {
    const file = join(root, 'features', room, 'commands.ts');
    if (!existsSync(file)) continue;
    const exported = (await import(file)) as Record<string, unknown>;
    if (ownTables.includes(room)) {
      const tests = readdirSync(join(root, 'features', room)).filter((name) => name.endsWith('.db.test.ts'));
      const texts = tests.map((name) => readFileSync(join(root, 'features', room, name), 'utf8'));
      expect(
        texts.some((text) => text.includes("test('every command has a rule here'")),
        room,
      ).toBe(true);
      continue;
    }
    for (const [name, value] of Object.entries(exported))
      if (typeof value === 'function') commands.set(`${room}.${name}`, value as Command);
  }
  return commands;
}

test('every command has a rule here, and every rule a command', async () => {
  expect([...(await listCommands()).keys()].sort()).toEqual(Object.keys(rules).sort());
});

test('nobody else gets through', async () => {
  await testDatabase();
  const commands = await listCommands();
  const actors = await makeEverybody();
  for (const [name, rule] of Object.entries(rules)) {
    if (!Array.isArray(rule)) continue;
    const [may, given] = rule;
    const refused: Anybody[] = [];
    for (const who of everybody) {
      const problem = (await problemOf(() => commands.get(name)?.({ ...given, actor: actors[who] }))) as {
        code?: string;
        message: string;
      } | null;
      if (problem?.code === 'refused') {
        refused.push(who);
        expect(problem.message, name).toMatch(/^[A-Z].*[.]$/);
      }
    }
    expect(refused, name).toEqual(everybody.filter((who) => !may.includes(who)));
  }
});

/** What does harm that is hard to mend, or opens doors. Rooms with tables of their own try theirs there. */
const dangerous = [
  'accounts.addAccount',
  'accounts.beginSecondFactor',
  'accounts.changeRole',
  'accounts.deleteAccount',
  'accounts.enableSecondFactor',
  'accounts.remakeRecoveryCodes',
  'accounts.switchOffSecondFactor',
  'accounts.takeOffSecondFactor',
  'media.removeUnusedFile',
  'settings.changeSettings',
  'transfer.fetchExport',
  'transfer.startImport',
];

test('what is dangerous asks who they are of everybody who has not shown it lately', async () => {
  await testDatabase();
  const commands = await listCommands();
  const long = { ...(await addUser('administrator')), confirmedAt: new Date(Date.now() - 31 * 60_000) };
  const { confirmedAt: _, ...never } = long;
  const asked = new Set<string>();
  for (const [name, rule] of Object.entries(rules)) {
    if (!Array.isArray(rule)) continue;
    const given = name === 'accounts.addAccount' ? { ...rule[1], role: 'author' } : rule[1];
    for (const actor of [long, never, { kind: 'operator' }]) {
      const problem = (await problemOf(() => commands.get(name)?.({ ...given, actor }))) as { code?: string } | null;
      if (problem?.code !== 'confirm') continue;
      expect(actor.kind, name).toBe('user');
      asked.add(`${name} ${actor === long}`);
    }
  }
  expect([...asked].sort()).toEqual(dangerous.flatMap((name) => [`${name} false`, `${name} true`]).sort());
});

test('what is given by nobody asks for no actor, and what is tried elsewhere is', async () => {
  const commands = await listCommands();
  for (const [name, rule] of Object.entries(rules)) {
    if (Array.isArray(rule)) continue;
    const own = name.split('.')[1] ?? '';
    if (rule === givenByNobody) {
      const [head = ''] = String(commands.get(name)).split(/\{\s*\n/);
      // A profile is judged as part of the command that changes it.
      if (name !== 'moderation.judgeProfile') expect(head, name).not.toMatch(/\bactor\b/);
    } else {
      const text = readFileSync(join(root, rule.file), 'utf8');
      expect(text, name).toMatch(new RegExp(`\\b${rule.by ?? own}\\(`));
      expect(text, name).toMatch(/refused|rejects/);
    }
  }
});
