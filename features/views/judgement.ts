import { isbot } from 'isbot';
import type { HitRequest, LeftOut } from './schema.ts';

/** No browser has a longer name; what is beyond is neither judged nor hashed. */
export const longestAgent = 512;

/** Judgements of the newest agents: the list is long, and readers of one browser send the same words. */
const judged = new Map<string, boolean>();

/**
 * Why a call is not a hit, judged by what its request says of itself, or null. Programs with a browser's name pass:
 * they can't be told from readers by anything that is in a request.
 */
export function whyLeftOut(request: HitRequest, staff: boolean): LeftOut | null {
  if (request.purpose !== '') return 'prefetch';
  if (isProgram(request.userAgent.slice(0, longestAgent))) return 'bot';
  return staff ? 'staff' : null;
}

function isProgram(userAgent: string): boolean {
  const known = judged.get(userAgent);
  if (known !== undefined) return known;
  // `isbot` takes a missing name for a person; no browser leaves it out.
  const found = userAgent.trim() === '' || isbot(userAgent);
  if (judged.size >= 500) judged.clear();
  judged.set(userAgent, found);
  return found;
}
