import { look } from './en-look.ts';

/** What the pages say on which look, menus and front page are arranged. Some of it is said in the browser, so it stays by itself. */
export type LookTexts = typeof look;

const texts: Record<string, LookTexts> = { en: look };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export const lookTextsFor = (language: string): LookTexts =>
  texts[language] ?? texts[language.split('-')[0] ?? ''] ?? look;
