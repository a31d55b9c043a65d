import { forgetTries, limiter, secondsUntilAllowed } from '#db/rate-limit';
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

/**
 * Tries at a second step. Three codes of a million are right at a time: at so many tries a day who has somebody's mail
 * would need thirty years for an even chance.
 */
const codes = limiter('code', 5, quarter);
const codesInADay = limiter('code-day', 20, 24 * 3600);
const codesFromNetwork = limiter('code-network', 30, quarter);
/** Codes that are mailed to one person. */
const mailedCodes = limiter('code-mail', 5, quarter);

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

/** Counts a try at a second step, before the code is looked at. */
export async function countCodeTry(userId: string, from: string): Promise<void> {
  const network = networkKey(from);
  const limits = [
    ...(network ? ([[codesFromNetwork, network]] as const) : []),
    [codes, userId],
    [codesInADay, userId],
  ] as const;
  for (const [limit, key] of limits)
    refuseFor(await secondsUntilAllowed(limit, key), 'Too many codes were tried', 'none is taken before');
}

/** A right code: who mistyped one is not to be shut out for it later. */
export async function forgetCodeTries(userId: string): Promise<void> {
  await forgetTries(codes, userId);
  await forgetTries(codesInADay, userId);
}

/** Counts a code that is to be mailed. */
export async function countMailedCode(userId: string): Promise<void> {
  refuseFor(await secondsUntilAllowed(mailedCodes, userId), 'Too many codes were asked for', 'or use the last one');
}

function refuseFor(seconds: number, what: string, or = 'or use the last link you were sent'): void {
  if (seconds === 0) return;
  throw new PersonError('refused', `${what}. Try again in ${inWords(seconds)}, ${or}.`);
}
