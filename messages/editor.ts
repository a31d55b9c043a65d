import { editor } from './en-editor.ts';

/** What the editor of articles says. It runs in the browser of colleagues, so the large catalogues stay out of it. */
export type EditorTexts = typeof editor;

const texts: Record<string, EditorTexts> = { en: editor };

/** The texts for a BCP 47 tag: its own, its base language's, or English. */
export function editorTextsFor(language: string): EditorTexts {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? editor;
}
