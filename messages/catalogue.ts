import { en } from './en.ts';

/** The same keys in every language: plain texts, or functions of the same parameters. */
export type Messages = {
  [K in keyof typeof en]: (typeof en)[K] extends (...args: infer A) => string ? (...args: A) => string : string;
};

const catalogues: Record<string, Messages> = { en };

/** The catalogue of a BCP 47 tag: its own, its base language's, or English. */
export function messagesFor(language: string): Messages {
  return catalogues[language] ?? catalogues[language.split('-')[0] ?? ''] ?? en;
}
