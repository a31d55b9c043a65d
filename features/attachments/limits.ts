import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { PersonError } from '#lib/errors';
import { inWords } from '#lib/waiting';

/** Uploads that one person may begin. */
const uploads = limiter('upload', 100, 600, { remember: true });

/** Counts one more. Throws a `PersonError` that says when to try again where there were too many. */
export async function countUpload(userId: string): Promise<void> {
  const seconds = await secondsUntilAllowed(uploads, userId);
  if (seconds > 0)
    throw new PersonError(
      'refused',
      `You have added very many files within a few minutes. Try again in ${inWords(seconds)}.`,
    );
}
