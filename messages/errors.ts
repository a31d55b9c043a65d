/** The few sentences of the error page. It runs in the browser, so they are kept out of the large catalogues. */
const texts = {
  en: {
    title: 'Something went wrong here',
    text: 'This page could not be shown. It has nothing to do with you; trying again in a moment often helps.',
    again: 'Try again',
    front: 'Front page',
  },
};

export type ErrorTexts = (typeof texts)['en'];

/** The sentences for a BCP 47 tag, or English. */
export function errorTextsFor(language: string): ErrorTexts {
  const known: Record<string, ErrorTexts> = texts;
  return known[language] ?? known[language.split('-')[0] ?? ''] ?? texts.en;
}
