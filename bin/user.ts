import { parseArgs } from 'node:util';
import { roles } from '#db/schema/index';
import { addAccount, changeRole, makeOperatorLink, takeOffSecondFactor } from '#features/accounts/commands';
import { listAccounts } from '#features/accounts/queries';
import type { Role } from '#lib/actor';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';
import { runCommand } from './command.ts';
import { openDatabase } from './database.ts';

const usage = `npm run user -- list                       every account: address, role, name, since when
npm run user -- add EMAIL --role ROLE      make an account before its owner comes
npm run user -- role EMAIL ROLE            give an account another role
npm run user -- sign-in-link EMAIL         print a link that signs in as that account, once, within 15 minutes
npm run user -- second-factor-off EMAIL    let somebody in who lost their phone and their recovery codes

ROLE is ${roles.slice(0, -1).join(', ')} or ${roles.at(-1)}.`;

const operator = { kind: 'operator' } as const;

await runCommand(async () => {
  const asked = readArguments();
  if (asked === null) {
    console.error(usage);
    return 2;
  }
  const database = await openDatabase();
  try {
    await asked();
  } finally {
    await database.close();
  }
  return 0;
});

/** What is to be done, or null where it can't be told. */
function readArguments(): (() => Promise<void>) | null {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch {
    return null;
  }
  const { values, positionals } = parsed;
  const [verb, email, given, ...rest] = positionals;
  if (rest.length > 0 || (values.role !== undefined && verb !== 'add')) return null;
  if (verb === 'list' && email === undefined) return list;
  if (email === undefined) return null;
  if (verb === 'sign-in-link' && given === undefined) return () => signInLink(email);
  if (verb === 'second-factor-off' && given === undefined) return () => secondFactorOff(email);
  if (verb === 'add' && given === undefined && values.role !== undefined) {
    const role = requireRole(values.role);
    return () => add(email, role);
  }
  if (verb === 'role' && given !== undefined) {
    const role = requireRole(given);
    return () => change(email, role);
  }
  return null;
}

function parse() {
  return parseArgs({ allowPositionals: true, options: { role: { type: 'string' } } });
}

function requireRole(typed: string): Role {
  const role = roles.find((known) => known === typed);
  if (role) return role;
  throw new PersonError('invalid', `There is no role "${typed}". There are: ${roles.join(', ')}.`);
}

async function list(): Promise<void> {
  const accounts = await listAccounts(operator);
  if (accounts.length === 0) console.log('There are no accounts yet. Make one: npm run user -- add EMAIL --role ROLE');
  const width = Math.max(0, ...accounts.map(({ email }) => email.length));
  for (const { email, role, name, createdAt, banned } of accounts) {
    const line = [email.padEnd(width), role.padEnd(13), createdAt.slice(0, 10), name ?? '(no name yet)'];
    console.log(line.join('  ') + (banned ? '  banned' : ''));
  }
}

async function add(typed: string, role: Role): Promise<void> {
  const { email } = await addAccount({ actor: operator, email: typed, role });
  console.log(`${email} has an account as ${role}. A link to sign in: npm run user -- sign-in-link ${email}`);
}

async function change(typed: string, role: Role): Promise<void> {
  const { email } = await changeRole({ actor: operator, email: typed, role });
  console.log(`${email} is ${role} from the next click on.`);
}

async function signInLink(typed: string): Promise<void> {
  const link = await makeOperatorLink({ actor: operator, email: typed });
  console.log(`${siteUrl()}/sign-in/link?${new URLSearchParams(link)}`);
  console.log(`It signs in as ${link.email}, once, within 15 minutes, in any browser. Give it to nobody else.`);
}

async function secondFactorOff(typed: string): Promise<void> {
  const { email } = await takeOffSecondFactor({ actor: operator, email: typed });
  console.log(`${email} signs in without a second step from now on, and is told so by mail.`);
}
