import { and, asc, desc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { providerAccount, secondFactor, session, setting, signInLink, user } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import { type Actor, isConfirmed, type Role } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { together } from '#lib/together';
import { readAddress } from './addresses.ts';
import { browserFits, linkIs } from './links.ts';
import { nameKeyOf } from './names.ts';
import { isOn, isPending, secretForApp } from './one-time-codes.ts';
import { personalData } from './personal-data.ts';
import { canManageAccounts, isAskedForSecondFactor } from './policy.ts';
import {
  type AccountView,
  type LinkState,
  type ListedAccount,
  type PeopleList,
  type ProfileView,
  peopleEach,
  type SecondFactorView,
  type SessionView,
  type SignInLinkInput,
} from './schema.ts';
import { seenEveryMinutes, sessionExpiry, sessionIn, sessionIs, waitingSessionIs } from './sessions.ts';
import { hashOf } from './tokens.ts';

/**
 * Whose session a cookie names, or anonymous. Notes every few minutes that they were seen, which also keeps the session
 * from running out.
 */
export async function getSessionActor(token: string): Promise<Actor> {
  const row = await sessionBy(hashOf(token));
  if (!row) return { kind: 'anonymous' };
  if (row.stale) {
    await db.update(session).set({ lastSeenAt: sql`now()`, expires: sessionExpiry }).where(sessionIs(token));
  }
  const { id, name, role, bannedAt, confirmedAt, factorSince, asked } = row;
  const actor = { kind: 'user', id, name, role, banned: bannedAt !== null, confirmedAt } as const;
  // What their role opens is shut until they have set it up, for every page and command at once.
  const owes = factorSince === null && isAskedForSecondFactor(role, asked);
  return owes ? { ...actor, role: 'reader', owesSecondFactor: true } : actor;
}

/** By the hash of its token; those of a burst by one query. */
const sessionBy = together(async (hashes) => {
  const rows = await db
    .select({
      hash: session.sessionToken,
      id: user.id,
      name: user.name,
      role: user.role,
      bannedAt: user.bannedAt,
      confirmedAt: session.confirmedAt,
      factorSince: secondFactor.enabledAt,
      asked: sql<string | null>`(select value #>> '{}' from ${setting} where key = 'secondFactorFor')`,
      stale: sql<boolean>`${session.lastSeenAt} < now() - make_interval(mins => ${seenEveryMinutes})`,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .leftJoin(secondFactor, eq(secondFactor.userId, user.id))
    .where(sessionIn(hashes));
  return new Map(rows.map((row) => [row.hash, row]));
});

const profileOf = (row: typeof user.$inferSelect): ProfileView => ({
  id: row.id,
  name: row.name,
  bio: row.bio,
  link: row.link,
  role: row.role,
  createdAt: row.createdAt.toISOString(),
  mailPolicy: row.mailPolicy,
});

/** Somebody's profile, or null. */
export async function getProfile(userId: string): Promise<ProfileView | null> {
  const [row] = await db.select().from(user).where(eq(user.id, userId));
  return row ? profileOf(row) : null;
}

/** One's own account; null for who has none. */
export async function getAccount(actor: Actor): Promise<AccountView | null> {
  if (actor.kind !== 'user') return null;
  const [row] = await db.select().from(user).where(eq(user.id, actor.id));
  if (!row) return null;
  const linked = await db
    .select({ provider: providerAccount.provider })
    .from(providerAccount)
    .where(eq(providerAccount.userId, actor.id));
  return { ...profileOf(row), email: row.email, providers: linked.map(({ provider }) => provider) };
}

/** Who bears these names, whatever their case and accents: for mentions. */
export async function findByNames(names: string[]): Promise<{ id: string; name: string }[]> {
  const keys = [...new Set(names.map(nameKeyOf))].filter((key) => key !== '');
  if (keys.length === 0) return [];
  const rows = await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.nameKey, keys));
  return rows.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }]));
}

/** Where one is signed in, the latest first. `token` is the one of this browser. */
export async function listSessions(actor: Actor, token: string): Promise<SessionView[]> {
  if (actor.kind !== 'user') return [];
  const rows = await db
    .select()
    .from(session)
    .where(and(eq(session.userId, actor.id), gt(session.expires, sql`now()`), eq(session.awaitsCode, false)))
    .orderBy(desc(session.lastSeenAt));
  const here = hashOf(token);
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    here: row.sessionToken === here,
  }));
}

/** What would come of opening a link in the browser that has this cookie. Uses nothing up. */
export async function getLinkState(input: { link: SignInLinkInput; browser: string | null }): Promise<LinkState> {
  const read = readAddress(input.link.email);
  if (!('address' in read)) return 'gone';
  const [row] = await db
    .select({ mine: sql<boolean>`(${browserFits(input.browser)})` })
    .from(signInLink)
    .where(linkIs(read.address, input.link.token));
  if (!row) return 'gone';
  return row.mine ? 'ready' : 'other_browser';
}

/** Every account, for who manages them, by address. */
export async function listAccounts(actor: Actor): Promise<ListedAccount[]> {
  if (!canManageAccounts(actor)) throw new PersonError('refused', 'Only an administrator may list accounts.');
  const rows = await db.select().from(user).orderBy(asc(user.email));
  return rows.map((row) => ({
    email: row.email,
    name: row.name,
    role: row.role,
    createdAt: row.createdAt.toISOString(),
    banned: row.bannedAt !== null,
  }));
}

/** One page (from 1) of everybody with an account, the newest first; `text` is in name or address. */
export async function listPeople(input: {
  actor: Actor;
  text?: string;
  role?: Role;
  page?: number;
}): Promise<PeopleList> {
  const { actor, text = '', role, page: asked = 1 } = input;
  if (!canManageAccounts(actor)) throw new PersonError('refused', 'Only an administrator may see who has an account.');
  const words = `%${text
    .trim()
    .slice(0, 200)
    .replace(/[\\%_]/g, '\\$&')}%`;
  const where = and(
    role && eq(user.role, role),
    text.trim() === '' ? undefined : sql`(${user.name} ilike ${words} or ${user.email} ilike ${words})`,
  );
  const total = await db.$count(user, where);
  const pages = Math.max(1, Math.ceil(total / peopleEach));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  const rows = await db
    .select({
      ...{ id: user.id, email: user.email, name: user.name, role: user.role },
      ...{ createdAt: user.createdAt, bannedAt: user.bannedAt },
      // Named in full: a query of one table leaves the table away.
      seenAt: sql<
        string | null
      >`(select max(s.last_seen_at) from session s where s.user_id = "user".id and s.expires > now() and not s.awaits_code)`,
      secondFactor: sql<boolean>`exists (select from second_factor f where f.user_id = "user".id and f.enabled_at is not null)`,
    })
    .from(user)
    .where(where)
    .orderBy(desc(user.createdAt), asc(user.email))
    .limit(peopleEach)
    .offset((page - 1) * peopleEach);
  const people = rows.map(({ createdAt, bannedAt, seenAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    bannedAt: bannedAt?.toISOString() ?? null,
    seenAt: seenAt === null ? null : new Date(seenAt).toISOString(),
  }));
  return { people, page, pages, total };
}

/** Everything that is kept about somebody, for themselves: what they download. */
export async function exportAccount(actor: Actor): Promise<Record<string, unknown>> {
  if (actor.kind !== 'user') throw new PersonError('refused', 'Sign in first; the data is that of your own account.');
  return personalData(actor.id);
}

/** Whether an address can be kept in our one form; what a provider vouches for need not be one. */
export const isAddress = (typed: string): boolean => 'address' in readAddress(typed);

/** Whether the session of a token waits for the code of a second step: it is nobody's until it was given. */
export const awaitsCode = async (token: string): Promise<boolean> =>
  (await db.$count(session, waitingSessionIs(token))) > 0;

/** Whether signing in to an account takes a second step. */
export const hasSecondFactor = async (userId: string): Promise<boolean> =>
  (await db.$count(secondFactor, isOn(userId))) > 0;

/** One's own second step. The secret is shown while it is set up, to who has shown lately that it is them. */
export async function getSecondFactor(actor: Actor): Promise<SecondFactorView | null> {
  if (actor.kind !== 'user') return null;
  const [settings, [row]] = await Promise.all([
    getSettings(),
    db
      .select({ factor: secondFactor, email: user.email })
      .from(secondFactor)
      .innerJoin(user, eq(user.id, secondFactor.userId))
      .where(or(isOn(actor.id), isPending(actor.id))),
  ]);
  const asked = actor.owesSecondFactor === true || isAskedForSecondFactor(actor.role, settings.secondFactorFor);
  if (!row) return { state: 'off', asked };
  const { factor, email } = row;
  if (factor.enabledAt !== null)
    return { state: 'on', asked, since: factor.enabledAt.toISOString(), recoveryLeft: factor.recoveryHashes.length };
  const app = isConfirmed(actor) ? secretForApp(factor, { issuer: settings.name, label: email }) : null;
  return { state: 'pending', asked, app };
}
