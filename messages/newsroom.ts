import { newsroom } from './en-newsroom.ts';

/** What the desk says. It runs in the browser, so the large catalogues stay out of it. */
export type NewsroomTexts = {
  [K in keyof typeof newsroom]: (typeof newsroom)[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : string;
};

const texts: Record<string, NewsroomTexts> = { en: newsroom };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export function newsroomTextsFor(language: string): NewsroomTexts {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? newsroom;
}
