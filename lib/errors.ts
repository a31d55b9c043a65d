/**
 * An expected failure: its message is a sentence for the person who caused it and says what to do.
 * Anything else that is thrown never reaches a person with its message.
 */
export class PersonError extends Error {
  /** `confirm`: they may do it once they have shown that it is them (`/account/confirm`). */
  readonly code: 'invalid' | 'refused' | 'not_found' | 'conflict' | 'unavailable' | 'confirm';

  constructor(code: PersonError['code'], message: string) {
    super(message);
    this.name = 'PersonError';
    this.code = code;
  }
}

/** What went wrong, in one line, whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
