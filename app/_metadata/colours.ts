import type { CSSProperties } from 'react';
import type { Look, Settings } from '#features/settings/schema';
import { readableOn } from '#lib/colour';

/** The papers of a look, as in `app/styles/tokens.css` and `look.css`, and the contrast that text needs on them (WCAG 2). */
export const papers = {
  classic: { light: '#fdfcfa', lightWash: '#f3f1ec', dark: '#131416', darkWash: '#1e2023', contrast: 4.5 },
  modern: { light: '#ffffff', lightWash: '#f3f4f6', dark: '#0f1115', darkWash: '#1b1e24', contrast: 4.5 },
  'high-contrast': { light: '#ffffff', lightWash: '#f0f0f0', dark: '#000000', darkWash: '#1a1a1a', contrast: 7 },
} as const satisfies Record<Look, unknown>;

/** The accent as near to the chosen one as can be read on each paper of a look, washes included. */
export function accentsOf(look: Look, accent: string): { light: string; dark: string } {
  const { lightWash, darkWash, contrast } = papers[look];
  return { light: readableOn(accent, lightWash, contrast), dark: readableOn(accent, darkWash, contrast) };
}

/** What makes an element, and all within it, stand in a look: `app/styles/tokens.css` and `look.css` go by it. */
export function lookAttributes({ look, readingFont, accent }: Pick<Settings, 'look' | 'readingFont' | 'accent'>) {
  const { light, dark } = accentsOf(look, accent);
  return {
    'data-look': look,
    'data-face': readingFont,
    style: { '--accent-light': light, '--accent-dark': dark } as CSSProperties,
  };
}
