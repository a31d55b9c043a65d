import { transfer } from './en-transfer.ts';

/** What the page for export and import says. */
export type TransferTexts = typeof transfer;

const texts: Record<string, TransferTexts> = { en: transfer };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export function transferTextsFor(language: string): TransferTexts {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? transfer;
}
