import { parseArgs } from 'node:util';
import { listOutbox } from '#features/mail/queries';
import type { MailView } from '#features/mail/schema';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `npm run outbox                   the newest 20 mails, the newest last
npm run outbox -- --last NUMBER  more of them, or fewer`;

await runCommand(async () => {
  const last = readLast();
  if (last === null) {
    console.error(usage);
    return 2;
  }
  const database = await openDatabase();
  try {
    const mails = await listOutbox({ kind: 'operator' }, last);
    if (mails.length === 0) console.log('The outbox is empty.');
    for (const mail of mails.reverse()) show(mail);
  } finally {
    await database.close();
  }
  return 0;
});

function readLast(): number | null {
  try {
    const { values } = parseArgs({ options: { last: { type: 'string', default: '20' } } });
    return /^[1-9]\d{0,3}$/.test(values.last) ? Number(values.last) : null;
  } catch {
    return null;
  }
}

function show(mail: MailView): void {
  console.log(`To ${mail.recipient}, ${mail.createdAt}, ${stateOf(mail)}`);
  console.log(mail.subject);
  console.log(`\n${mail.text.trimEnd().replace(/^/gm, '    ')}\n`);
}

function stateOf({ sentAt, failedAt, problem }: MailView): string {
  if (sentAt) return `sent ${sentAt}`;
  if (failedAt) return `given up: ${problem ?? 'no reason was given'}`;
  return problem ? `being tried again: ${problem}` : 'kept here';
}
