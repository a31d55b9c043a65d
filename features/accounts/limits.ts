import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { PersonError } from '#lib/errors';
import { networkOf } from '#lib/network';
import { hashOf } from './tokens.ts';

const quarter = 15 * 60;
/** Links to one address, so that nobody's mailbox is filled. */
const toAddress = limiter('link-address', 5, quarter);
/** Links that one network asks for: a school, or somebody who tries addresses. */
const fromNetwork = limiter('link-network', 30, quarter);
/** Tries at opening links; a token can't be guessed, and its state is not to be looked at a million times. */
const openings = limiter('link-open', 60, quarter);

/** Counts the asking for a link. Throws when there were too many, the same for every address. */
export async function countLinkRequest(address: string, from: string): Promise<void> {
  const network = networkOf(from);
  const waits = [
    network === '' ? 0 : await secondsUntilAllowed(fromNetwork, hashOf(network)),
    await secondsUntilAllowed(toAddress, hashOf(address)),
  ];
  refuseFor(Math.max(...waits), 'Too many sign-in links were asked for');
}

/** Counts the use of a link. */
export async function countLinkUse(from: string): Promise<void> {
  const network = networkOf(from);
  if (network === '') return;
  refuseFor(await secondsUntilAllowed(openings, hashOf(network)), 'Too many sign-in links were opened from here');
}

function refuseFor(seconds: number, what: string): void {
  if (seconds === 0) return;
  const minutes = Math.ceil(seconds / 60);
  throw new PersonError(
    'refused',
    `${what}. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, or use the last link you were sent.`,
  );
}
