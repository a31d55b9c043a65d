import { PersonError } from '#lib/errors';
import type { WhyNotAttach } from './policy.ts';
import { type AttachmentLimits, attachmentKinds, endingOf } from './schema.ts';

const sentences: Record<WhyNotAttach, [code: PersonError['code'], sentence: string]> = {
  signed_out: ['refused', 'Sign in first to attach files.'],
  unnamed: ['refused', 'Choose a name for your account first: it stands beside what you post.'],
  banned: ['refused', 'Your account may not take part in the discussion any more.'],
  read_only: ['unavailable', 'The site is being worked on and takes nothing at the moment. Try again later.'],
  nobody: ['refused', 'Files can’t be attached here. Leave them out.'],
  not_approved: ['refused', 'You can attach files once a response of yours is public.'],
};

/** Throws the sentence of a refusal; null is none. */
export function heed(refusal: WhyNotAttach | null): void {
  if (refusal === null) return;
  const [code, sentence] = sentences[refusal];
  throw new PersonError(code, sentence);
}

/** Bytes in words: a megabyte is 1,000,000 bytes. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const [unit, by] =
    bytes < 1_000_000 ? ['kB', 1000] : bytes < 1_000_000_000 ? ['MB', 1_000_000] : ['GB', 1_000_000_000];
  return `${(bytes / by).toLocaleString('en', { maximumFractionDigits: 1 })} ${unit}`;
}

/** A name as a sentence quotes it. */
export const quoted = (name: string): string => `“${name.length > 60 ? `${name.slice(0, 50)}…` : name}”`;

const kindWords = {
  ...{ image: 'pictures', audio: 'sound', video: 'videos', document: 'documents' },
  ...{ spreadsheet: 'spreadsheets', interactive: 'presentations', other: 'text and archives' },
} as const;

/** What may be attached, in words. */
const takenKinds = (kinds: AttachmentLimits['kinds']): string =>
  new Intl.ListFormat('en').format(
    attachmentKinds.filter((kind) => kinds.includes(kind)).map((kind) => kindWords[kind]),
  );

export const notTaken = (name: string, kinds: AttachmentLimits['kinds']): PersonError => {
  const ending = endingOf(name);
  return new PersonError(
    'invalid',
    `${quoted(name)} can’t be attached: ${ending === '' ? 'its name has no ending that says what it is' : `.${ending} files are not taken`}. You can attach ${takenKinds(kinds)}.`,
  );
};

export const tooMany = (maxFiles: number): PersonError =>
  new PersonError(
    'invalid',
    `At most ${maxFiles} ${maxFiles === 1 ? 'file' : 'files'} can be attached to one response. Leave some out.`,
  );
