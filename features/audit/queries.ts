import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, author, event, file, section, tag, user } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { canReadLog } from './policy.ts';
import type { LogEntry, LogFilter, LogMiss, LogPage, LogThing } from './schema.ts';

const pageSize = 50;
/** Lines that an export reads at a time. */
const exportedAtOnce = 1_000;

type Asked = { actor: Actor; filter: LogFilter; timeZone: string };
type Row = {
  id: number;
  at: Date;
  name: string;
  actor: string;
  subject: string | null;
  detail: unknown;
  address: string | null;
};

const assertMayRead = (actor: Actor): void => {
  if (!canReadLog(actor)) throw new PersonError('refused', 'Only administrators read the log. Sign in as one.');
};

/**
 * A page of the log, from after the entry `before` on; or what the filter names that is not here. Throws `refused` for
 * who is no administrator.
 */
export async function listLog(input: Asked & { before?: number }): Promise<LogPage | { miss: LogMiss }> {
  assertMayRead(input.actor);
  const narrowed = await conditionsOf(input.filter, input.timeZone);
  if ('miss' in narrowed) return narrowed;
  const rows = await read(narrowed.conditions, pageSize + 1, input.before);
  const entries = await named(rows.slice(0, pageSize));
  return { entries, next: rows.length > pageSize ? (entries.at(-1)?.id ?? null) : null };
}

/** All that fits, newest first, some at a time, so that a long log needs no more memory than a short one. */
export async function* exportLog(input: Asked): AsyncGenerator<LogEntry[]> {
  assertMayRead(input.actor);
  const narrowed = await conditionsOf(input.filter, input.timeZone);
  if ('miss' in narrowed) return;
  let before: number | undefined;
  for (;;) {
    const rows = await read(narrowed.conditions, exportedAtOnce, before);
    if (rows.length > 0) yield await named(rows);
    if (rows.length < exportedAtOnce) return;
    before = rows.at(-1)?.id;
  }
}

/** The names of all events that are in the log. Throws `refused` for who is no administrator. */
export async function listEventNames(actor: Actor): Promise<string[]> {
  assertMayRead(actor);
  const rows = await db.selectDistinct({ name: event.name }).from(event).orderBy(event.name);
  return rows.map(({ name }) => name);
}

const read = (conditions: SQL[], limit: number, before: number | undefined): Promise<Row[]> =>
  db
    .select({
      ...{ id: event.id, at: event.at, name: event.name },
      ...{ actor: event.actor, subject: event.subject, detail: event.detail, address: event.address },
    })
    .from(event)
    .where(
      and(
        ...conditions,
        // By time and not by number alone: the days that are asked for are then found by the index of times.
        before === undefined
          ? undefined
          : sql`(${event.at}, ${event.id}) < (select at, id from ${event} where id = ${before})`,
      ),
    )
    .orderBy(sql`${event.at} desc, ${event.id} desc`)
    .limit(limit);

const number = [/^\d{1,15}$/, sql.raw('bigint')] as const;
const uuid = [/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, sql.raw('uuid')] as const;
const text = [/^/, sql.raw('text')] as const;
const none = sql`null`;

/** What has a name: how its keys begin and go on, its table, its name, and its slug. */
const kinds = [
  ['user', text, user, user.name, none],
  ['article', number, article, article.headline, article.slug],
  ['section', number, section, section.name, none],
  ['tag', number, tag, tag.name, none],
  ['author', number, author, author.name, none],
  ['file', uuid, file, file.name, none],
] as const;

/** Those who act and are no person. */
const machines = new Set(['command line', 'schedule', 'anonymous', 'accounts', 'operator', 'user']);

async function conditionsOf(
  { who, name, subject, address, from, to }: LogFilter,
  timeZone: string,
): Promise<{ conditions: SQL[] } | { miss: LogMiss }> {
  const conditions: SQL[] = [];
  if (who !== '') {
    const keys = await keysOf(who);
    if (keys.length === 0) return { miss: { field: 'who', text: who } };
    conditions.push(inArray(event.actor, keys));
  }
  if (subject !== '') {
    const key = await subjectOf(subject);
    if (key === null) return { miss: { field: 'subject', text: subject } };
    conditions.push(eq(event.subject, key));
  }
  if (address !== '') conditions.push(eq(event.address, address));
  if (name !== '')
    conditions.push(name.includes('.') ? eq(event.name, name) : sql`starts_with(${event.name}, ${`${name}.`})`);
  if (from !== '') conditions.push(sql`${event.at} >= ${from}::date::timestamp at time zone ${timeZone}`);
  if (to !== '') conditions.push(sql`${event.at} < (${to}::date + 1)::timestamp at time zone ${timeZone}`);
  return { conditions };
}

async function keysOf(who: string): Promise<string[]> {
  if (machines.has(who) || /^(user|site):/.test(who)) return [who];
  const rows = await db
    .select({ id: user.id })
    .from(user)
    .where(sql`${user.email} = lower(${who}) or lower(${user.name}) = lower(${who})`)
    .limit(20);
  return rows.map(({ id }) => `user:${id}`);
}

async function subjectOf(subject: string): Promise<string | null> {
  if (/^[a-z]+:(?!\/\/)/.test(subject)) return subject;
  const slug = subject.replace(/^.*\//, '');
  const [row] = await db.select({ id: article.id }).from(article).where(eq(article.slug, slug)).limit(1);
  return row ? `article:${row.id}` : null;
}

/** The same with the names of what they are about, in a query for each kind of it. */
async function named(rows: Row[]): Promise<LogEntry[]> {
  const keys = rows.flatMap(({ actor, subject }) => [actor, ...(subject === null ? [] : [subject])]);
  const known = new Map<string, LogThing>();
  await Promise.all(
    kinds.map(async ([kind, [shape, type], table, name, slug]) => {
      const ids = [...new Set(keys)]
        .filter((key) => key.startsWith(`${kind}:`))
        .map((key) => key.slice(kind.length + 1));
      const some = ids.filter((id) => shape.test(id));
      if (some.length === 0) return;
      const found = await db.execute<{ key: string; name: string | null; slug: string | null }>(sql`
        select ${`${kind}:`} || given.id as key, ${name} as name, ${slug} as slug
        from jsonb_array_elements_text(${JSON.stringify(some)}::text::jsonb) as given (id)
        join ${table} on ${table}.id = given.id::${type}`);
      for (const row of found) known.set(row.key, { ...row, known: true });
    }),
  );
  const thing = (key: string): LogThing => known.get(key) ?? { key, name: null, slug: null, known: false };
  return rows.map(({ id, at, name, actor, subject, detail, address }) => ({
    ...{ id, at: at.toISOString(), name, detail, address },
    by: thing(actor),
    subject: subject === null ? null : thing(subject),
  }));
}
