import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { PersonError } from '#lib/errors';
import { inWords } from '#lib/waiting';

const remember = { remember: true };
const minute = 60;
const tenMinutes = 600;

/** What one person may do how often. Who reads does not meet these; who lets a script do it does. */
const limits = {
  like: limiter('like', 60, minute, remember),
  report: limiter('report', 30, tenMinutes, remember),
  appeal: limiter('appeal', 20, tenMinutes, remember),
  follow: limiter('follow', 60, tenMinutes, remember),
  mute: limiter('mute', 60, tenMinutes, remember),
  preview: limiter('preview', 60, minute, remember),
  /** Of people who are not signed in, all of a network together. */
  preview_network: limiter('preview-network', 120, minute, remember),
};

const sentences: Record<keyof typeof limits, string> = {
  like: 'You are liking faster than anybody reads.',
  report: 'You have reported very many responses. The moderators are looking at them.',
  appeal: 'You have appealed against very many decisions. The moderators are looking at them.',
  follow: 'You have followed very many articles within a few minutes.',
  mute: 'You have muted very many people within a few minutes.',
  preview: 'You have asked for very many previews. What you wrote stays here, and you can post it without one.',
  preview_network: 'Very many previews were asked for from where you are. What you wrote stays here.',
};

/** Counts one more. Throws a `PersonError` that says when to try again where there were too many. */
export async function countOne(what: keyof typeof limits, key: string): Promise<void> {
  const seconds = await secondsUntilAllowed(limits[what], key);
  if (seconds > 0) throw new PersonError('refused', `${sentences[what]} Try again in ${inWords(seconds)}.`);
}
