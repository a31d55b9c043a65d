import { PersonError } from '#lib/errors';
import type { Refusal } from './policy.ts';
import { editMinutes } from './schema.ts';

const sentences: Record<Refusal, [code: PersonError['code'], sentence: string]> = {
  signed_out: ['refused', 'Sign in first. What you wrote stays here meanwhile.'],
  unnamed: ['refused', 'Choose a name for your account first: it stands beside what you write.'],
  banned: ['refused', 'Your account may not take part in the discussion any more.'],
  read_only: ['unavailable', 'The site is being worked on and takes nothing at the moment. Try again later.'],
  no_article: ['not_found', 'This article is no longer there, so it takes no responses.'],
  page: ['refused', 'This page takes no responses.'],
  protected: ['refused', 'This article needs a password and takes no responses.'],
  no_thread: ['not_found', 'This article is no longer there.'],
  protected_thread: ['refused', 'This article needs a password, so what is said under it can’t be followed here.'],
  closed: ['refused', 'This article is closed to responses.'],
  closed_by_now: ['refused', 'The time for responses to this article is over.'],
  no_response: ['not_found', 'This response is no longer there.'],
  no_parent: ['conflict', 'What you answer is no longer there. You can post it as a response to the article instead.'],
  not_yours: ['refused', 'Only who wrote a response can do that.'],
  too_late: ['refused', `A response can be changed for ${editMinutes} minutes after it was posted; these are over.`],
  taken_down: ['refused', 'A moderator has taken this response down. It can’t be changed, but you can appeal once.'],
  no_source: ['refused', 'This response was brought from another site and can’t be changed here.'],
  own_like: ['refused', 'You can’t like a response of your own.'],
  own_report: ['refused', 'This is a response of your own. You can delete it.'],
  own_mute: ['refused', 'You can’t mute yourself.'],
  not_decided: ['conflict', 'No moderator has decided on this response, so there is nothing to appeal against yet.'],
  appealed: ['conflict', 'You have appealed against this already. A moderator will look at it.'],
};

/** Throws the sentence of a refusal; null is none. */
export function heed(refusal: Refusal | null): void {
  if (refusal === null) return;
  const [code, sentence] = sentences[refusal];
  throw new PersonError(code, sentence);
}

/** The same for what is always one. */
export function refuse(refusal: Refusal): never {
  const [code, sentence] = sentences[refusal];
  throw new PersonError(code, sentence);
}
