import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { rateLimit } from '#db/schema/index';
import { together } from '#lib/together';
import { inWords } from '#lib/waiting';
import { crowdPause } from './crowd.ts';
import { LinkbackError } from './schema.ts';

const hour = 3600;
/** What is looked up costs a request to somebody, so it is counted by whom it would be asked of, and by who asks. */
const budgets = {
  network: { times: 120, seconds: 600, whose: 'you' },
  host: { times: 120, seconds: hour, whose: 'this source’s site' },
  article: { times: 600, seconds: hour, whose: 'this article' },
} as const;

type Budget = keyof typeof budgets;
type Spent = { points: number; seconds: number };

/** What is used up, with when that is over: those who send on are not asked about in the database. */
const usedUp = new Map<string, number>();
const mostRemembered = 10_000;

let spent = 0;
const spendTogether = together(spendAll, crowdPause);

/** Counts one more of a budget. Throws a `LinkbackError` with the time to wait where it is used up. */
export async function spend(budget: Budget, key: string): Promise<void> {
  const name = `linkback-${budget}:${key}`;
  const { times, whose } = budgets[budget];
  const until = usedUp.get(name) ?? 0;
  if (until > Date.now()) throw tooMany(whose, (until - Date.now()) / 1000);
  usedUp.delete(name);
  // Each its own: two at once are two.
  const found = await spendTogether(`${spent++} ${budget} ${name}`);
  if (!found || found.points <= times) return;
  if (usedUp.size < mostRemembered) usedUp.set(name, Date.now() + found.seconds * 1000);
  throw tooMany(whose, found.seconds);
}

function tooMany(whose: string, seconds: number): LinkbackError {
  const wait = Math.max(1, Math.ceil(seconds));
  return new LinkbackError('too_many', `Too many linkbacks come for ${whose}. Try again in ${inWords(wait)}.`, wait);
}

/** Counts all that came together in one statement. Each gets the points after its own. */
async function spendAll(keys: string[]): Promise<Map<string, Spent>> {
  const all = keys.map((key) => {
    const [, budget, name] = /^\d+ (\w+) (.*)$/s.exec(key) as unknown as [string, Budget, string];
    return { key, budget, name };
  });
  const sums = new Map<string, { name: string; points: number; seconds: number }>();
  for (const { name, budget } of all) {
    const sum = sums.get(name) ?? { name, points: 0, seconds: budgets[budget].seconds };
    sum.points++;
    sums.set(name, sum);
  }
  const over = sql`known.expire <= now()`;
  const rows = await db.execute<{ key: string; points: number; seconds: number }>(sql`
    insert into ${rateLimit} as known (key, points, expire)
    select name, points, now() + make_interval(secs => seconds)
    from jsonb_to_recordset(${JSON.stringify([...sums.values()])}::text::jsonb) as more (name text, points int, seconds float8)
    order by name
    on conflict (key) do update set
      points = case when ${over} then excluded.points else known.points + excluded.points end,
      expire = case when ${over} then excluded.expire else known.expire end
    returning key, points, extract(epoch from expire - now())::float8 as seconds`);
  const found = new Map(rows.map((row) => [row.key, row]));
  const before = new Map(rows.map(({ key, points }) => [key, points - (sums.get(key)?.points ?? 0)]));
  return new Map(
    all.map(({ key, name }) => {
      const points = (before.get(name) ?? 0) + 1;
      before.set(name, points);
      return [key, { points, seconds: found.get(name)?.seconds ?? 0 }];
    }),
  );
}
