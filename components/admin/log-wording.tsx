import type { LogEntry, LogThing } from '#features/audit/schema';
import type { Edition } from '#messages/edition';
import { logSentencesFor } from '#messages/log';

/** Whoever or whatever is meant, in words. */
export function thingText({ key, name, known }: LogThing, { t }: Edition): string {
  if (known) return name ?? t.logUnnamed;
  if (key === 'command line' || key === 'operator') return t.logByCommandLine;
  if (key === 'schedule') return t.logBySchedule;
  if (key === 'anonymous') return t.logByNobody;
  if (key === 'accounts') return t.logByAccounts;
  if (key.startsWith('site:')) return t.logBySite(key.slice(5));
  if (key.startsWith('user:')) return t.logGone(key.slice(5, 13));
  if (key.startsWith('response:')) return t.logResponse(key.slice(9));
  return key;
}

/** What stands before and after the thing it was done to; null: there is no sentence for it. */
export function sentenceParts({ name }: Pick<LogEntry, 'name'>, { language }: Edition): [string, string] | null {
  const sentence = logSentencesFor(language)[name];
  if (sentence === undefined) return null;
  const [before = '', after = ''] = sentence.split('{what}');
  return [before, after];
}
