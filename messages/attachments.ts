import { attachments } from './en-attachments.ts';

/** What the list of files under a form says. It runs in the browser, so the large catalogues stay out of it. */
export type AttachmentTexts = {
  [K in keyof typeof attachments]: (typeof attachments)[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : string;
};

const texts: Record<string, AttachmentTexts> = { en: attachments };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export function attachmentTextsFor(language: string): AttachmentTexts {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? attachments;
}
