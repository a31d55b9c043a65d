/** The few sentences of the error page. It runs in the browser, so they are kept out of the large catalogues. */
const texts = {
  en: {
    title: 'Something went wrong here',
    text: 'This page could not be shown. It has nothing to do with you; trying again in a moment often helps.',
    again: 'Try again',
    front: 'Front page',
    typed: 'What you typed is still there when you go back.',
    id: (id: string) => `If it goes on, tell us: error ${id}.`,
  },
};

export type ErrorTexts = (typeof texts)['en'];

/**
 * For pages that can rely on no style sheet: the papers and inks of `app/styles/tokens.css`, and its serif where it is
 * there by now.
 */
export const failureStyle = `
:root{color-scheme:light dark;background:#fdfcfa;color:#17181a}
body{margin:0;font:1.25rem/1.5 newsreader,Georgia,"Times New Roman",serif}
main{box-sizing:border-box;max-width:38rem;margin-inline:auto;padding:15vh 1.25rem 4rem}
h1{margin:0;font-size:clamp(2.25rem,6vw,3.25rem);line-height:1.1;font-weight:600;text-wrap:balance}
p{margin:1rem 0 0}
ul{margin:2rem 0 0;padding:0;list-style:none;border-top:1px solid}
li{border-bottom:1px solid #dad7d0}
a,button{display:block;box-sizing:border-box;width:100%;min-height:44px;padding:.5rem 0;border:0;background:none;color:inherit;font:inherit;text-align:start;text-decoration:none;cursor:pointer}
a:hover,button:hover{text-decoration:underline}
:focus-visible{outline:2px solid #b5341f;outline-offset:2px}
.id{color:#5b5e62;font:.875rem/1.5 system-ui,sans-serif}
@media(prefers-color-scheme:dark){:root{background:#131416;color:#e9e7e2}li{border-color:#34363a}.id{color:#a3a5a8}:focus-visible{outline-color:#e8806f}}
`;

/** The sentences for a BCP 47 tag, or English. */
export function errorTextsFor(language: string): ErrorTexts {
  const known: Record<string, ErrorTexts> = texts;
  return known[language] ?? known[language.split('-')[0] ?? ''] ?? texts.en;
}
