import { PersonError } from '#lib/errors';
import { messagesFor } from '#messages/catalogue';

/** What a form learns of what it sent: the result, or the sentence to show beside it. */
export type ActionState<T> = { status: 'idle' } | { status: 'done'; result: T } | { status: 'failed'; message: string };

/**
 * Wraps the body of a server action. An expected failure comes back as its sentence; anything else is logged
 * and comes back as a general one, never with its own message.
 */
export async function defineAction<T>(body: () => Promise<T>): Promise<ActionState<T>> {
  try {
    return { status: 'done', result: await body() };
  } catch (error) {
    if (error instanceof PersonError) return { status: 'failed', message: error.message };
    console.error(error);
    return { status: 'failed', message: messagesFor('en').actionFailed };
  }
}
