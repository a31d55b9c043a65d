import { discussion } from './en-discussion.ts';

/** What the island under an article says. It runs in the browser, so the large catalogues stay out of it. */
export type DiscussionTexts = {
  [K in keyof typeof discussion]: (typeof discussion)[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : string;
};

const texts: Record<string, DiscussionTexts> = { en: discussion };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export function discussionTextsFor(language: string): DiscussionTexts {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? discussion;
}
