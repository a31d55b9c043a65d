import { confirmPath } from '#lib/addresses';
import { onVercel } from '#lib/env';
import { PersonError } from '#lib/errors';
import { askedFrom } from '#lib/request-address';
import { messagesFor } from '#messages/catalogue';
import { requestOrigin } from './actor.ts';

/** What a form learns of what it sent: the result, or the sentence to show beside it. */
export type ActionState<T> = { status: 'idle' } | { status: 'done'; result: T } | Failure;

/** `offer`: it can be sent again once they have shown at `href` that it is them, in a window of its own. */
type Failure = { status: 'failed'; message: string; offer?: Offer };
export type Offer = { href: string; label: string; note: string };

/**
 * Wraps the body of a server action. An expected failure comes back as its sentence; anything else is logged
 * and comes back as a general one, never with its own message.
 */
export async function defineAction<T>(body: () => Promise<T>): Promise<ActionState<T>> {
  try {
    return { status: 'done', result: await atItsAddress(body) };
  } catch (error) {
    if (error instanceof PersonError)
      return { status: 'failed', message: error.message, ...(error.code === 'confirm' && { offer: confirmOffer() }) };
    console.error(error);
    return { status: 'failed', message: messagesFor('en').actionFailed };
  }
}

/** `bin/serve` has said where a request comes from; where it does not run, it is said here. */
const atItsAddress = async <T>(body: () => Promise<T>): Promise<T> =>
  onVercel() ? askedFrom((await requestOrigin()).address, body) : body();

function confirmOffer(): Offer {
  const t = messagesFor('en');
  return { href: confirmPath(), label: t.confirmOffer, note: t.confirmOfferNew };
}
