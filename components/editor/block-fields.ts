import type { EditorTexts } from '#messages/editor';

/** One attribute of a block as a field of its settings. */
export type BlockField = {
  name: string;
  label: string;
  help?: string;
  kind: 'line' | 'text' | 'address' | 'number' | 'switch' | 'choice';
  choices?: readonly (readonly [value: string, label: string])[];
};

/** What can be set of a block, by its name in the schema; nothing for blocks that have no settings. */
export function fieldsOf(name: string, t: EditorTexts): BlockField[] {
  const align = (label: string, ...values: string[]): BlockField => ({
    ...{ name: 'align', label, kind: 'choice' },
    choices: values.map((value) => [
      value,
      value === '' && label === t.edAlignText ? t.edAlignStart : (t.edAligns[value] ?? value),
    ]),
  });
  const line = (attribute: string, label: string): BlockField => ({ name: attribute, label, kind: 'line' });
  const textAlign = align(t.edAlignText, '', 'left', 'center', 'right');
  const fields: Record<string, BlockField[]> = {
    paragraph: [align(t.edAlignText, '', 'left', 'center', 'right', 'justify'), line('lang', t.edTextLanguage)],
    heading: [line('id', t.edId), textAlign],
    blockquote: [{ name: 'cite', label: t.edSource, kind: 'address' }],
    pullQuote: [line('citation', t.edCitedFrom), align(t.edAlign, '', 'left', 'right')],
    orderedList: [
      { name: 'start', label: t.edStart, kind: 'number' },
      { name: 'style', label: t.edNumbers, kind: 'choice', choices: Object.entries(t.edNumberStyles) },
      { name: 'reversed', label: t.edReversed, kind: 'switch' },
    ],
    codeBlock: [line('language', t.edLanguage)],
    readMore: [line('label', t.edLabel)],
    table: [line('caption', t.edTableCaption)],
    picture: [
      { name: 'alt', label: t.edAlt, help: t.edAltHelp, kind: 'text' },
      line('credit', t.edCredit),
      align(t.edAlign, '', 'left', 'right', 'center', 'wide', 'full'),
      { name: 'href', label: t.edHref, kind: 'address' },
    ],
    gallery: [
      {
        name: 'columns',
        label: t.edColumnsCount,
        kind: 'choice',
        choices: ['1', '2', '3', '4', '5', '6'].map((n) => [n, n]),
      },
    ],
    audio: [line('title', t.edTitle)],
    attachment: [line('name', t.edName)],
    embed: [{ name: 'url', label: t.edAddress, kind: 'address' }],
    button: [{ name: 'href', label: t.edHref, kind: 'address' }],
    details: [line('summary', t.edSummary), { name: 'open', label: t.edOpenAtFirst, kind: 'switch' }],
  };
  return fields[name] ?? [];
}
