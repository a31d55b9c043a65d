import { managing } from './en-managing.ts';

/** What the pages say on which a publication is managed. Forms of them run in the browser, so it stays by itself. */
export type ManagingTexts = {
  [K in keyof typeof managing]: (typeof managing)[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : (typeof managing)[K] extends string
      ? string
      : (typeof managing)[K];
};

const texts: Record<string, ManagingTexts> = { en: managing };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export function managingTextsFor(language: string): ManagingTexts {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? managing;
}
