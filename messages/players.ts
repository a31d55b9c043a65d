import { embeds } from './en-embeds.ts';

/** What is said around players. It runs in the browser, so the large catalogues stay out of it. */
export type EmbedTexts = {
  [K in keyof typeof embeds]: (typeof embeds)[K] extends (...args: infer A) => string ? (...args: A) => string : string;
};

const texts: Record<string, EmbedTexts> = { en: embeds };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export function embedTextsFor(language: string): EmbedTexts {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? embeds;
}
