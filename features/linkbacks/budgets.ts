import { countAll } from '#db/rate-limit';
import { inBatches } from '#lib/together';
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

/** What is used up, with when that is over: those who send on are not asked about in the database. */
const usedUp = new Map<string, number>();
const mostRemembered = 10_000;

const count = inBatches(countAll, crowdPause);

/** Counts one more of a budget. Throws a `LinkbackError` with the time to wait where it is used up. */
export async function spend(budget: Budget, key: string): Promise<void> {
  const name = `linkback-${budget}:${key}`;
  const { times, seconds, whose } = budgets[budget];
  const until = usedUp.get(name) ?? 0;
  if (until > Date.now()) throw tooMany(whose, (until - Date.now()) / 1000);
  usedUp.delete(name);
  const found = await count({ key: name, points: 1, seconds });
  if (found.points <= times) return;
  if (usedUp.size < mostRemembered) usedUp.set(name, Date.now() + found.seconds * 1000);
  throw tooMany(whose, found.seconds);
}

function tooMany(whose: string, seconds: number): LinkbackError {
  const wait = Math.max(1, Math.ceil(seconds));
  return new LinkbackError('too_many', `Too many linkbacks come for ${whose}. Try again in ${inWords(wait)}.`, wait);
}
