import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { PersonError } from '#lib/errors';
import { networkKey } from '#lib/network';
import { inWords } from '#lib/waiting';
import { hashOf } from './tokens.ts';

const quarter = 15 * 60;
/** Links to one address, so that nobody's mailbox is filled: from one network, and from all. */
const toAddress = limiter('link-address', 5, quarter);
const toAddressInAll = limiter('link-address-all', 25, quarter);
/** Links that one network asks for: a school, or somebody who tries addresses. */
const fromNetwork = limiter('link-network', 30, quarter);
/** Tries at opening links; a token can't be guessed, and its state is not to be looked at a million times. */
const openings = limiter('link-open', 60, quarter);

/** Counts the asking for a link. Throws when there were too many, the same for every address. */
export async function countLinkRequest(address: string, from: string): Promise<void> {
  const network = networkKey(from) ?? '';
  const what = 'Too many sign-in links were asked for';
  // In this order: a network that is refused uses up nothing of those whose addresses it names.
  if (network !== '') refuseFor(await secondsUntilAllowed(fromNetwork, network), what);
  refuseFor(await secondsUntilAllowed(toAddress, hashOf(`${network} ${address}`)), what);
  refuseFor(await secondsUntilAllowed(toAddressInAll, hashOf(address)), what);
}

/** Counts the use of a link. */
export async function countLinkUse(from: string): Promise<void> {
  const network = networkKey(from);
  if (!network) return;
  refuseFor(await secondsUntilAllowed(openings, network), 'Too many sign-in links were opened from here');
}

function refuseFor(seconds: number, what: string): void {
  if (seconds === 0) return;
  throw new PersonError('refused', `${what}. Try again in ${inWords(seconds)}, or use the last link you were sent.`);
}
