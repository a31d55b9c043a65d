import { type DocumentMark, documentSchema } from './schema.ts';

/** The marks in force at one place, in the order the schema wants them. Never changed, only replaced. */
export type Marks = readonly DocumentMark[];

export const noMarks: Marks = [];

const rank = new Map(Object.keys(documentSchema.marks).map((name, index) => [name, index]));

/** `marks` with `mark` among them: in place of one of its type or of what it excludes. */
export function withMark(marks: Marks, mark: DocumentMark): Marks {
  const type = documentSchema.marks[mark.type];
  if (!type) return marks;
  const kept = marks.filter((other) => {
    const otherType = documentSchema.marks[other.type];
    return otherType !== undefined && otherType !== type && !type.excludes(otherType);
  });
  const position = rank.get(mark.type) ?? 0;
  const at = kept.findIndex((other) => (rank.get(other.type) ?? 0) > position);
  return at < 0 ? [...kept, mark] : [...kept.slice(0, at), mark, ...kept.slice(at)];
}

export function sameMarks(a: Marks | undefined, b: Marks | undefined): boolean {
  if (a === b) return true;
  const x = a ?? noMarks;
  const y = b ?? noMarks;
  if (x.length !== y.length) return false;
  return x.every((mark, index) => {
    const other = y[index];
    return (
      other !== undefined &&
      mark.type === other.type &&
      JSON.stringify(mark.attrs ?? {}) === JSON.stringify(other.attrs ?? {})
    );
  });
}

const plain = (type: string): DocumentMark => ({ type });

/** What an inline element of HTML does to its text. Links and `span` are judged elsewhere, by their attributes. */
export const markOfElement: Record<string, DocumentMark> = {
  b: plain('bold'),
  strong: plain('bold'),
  i: plain('italic'),
  em: plain('italic'),
  dfn: plain('italic'),
  var: plain('italic'),
  u: plain('underline'),
  s: plain('strike'),
  strike: plain('strike'),
  del: plain('strike'),
  sub: plain('subscript'),
  sup: plain('superscript'),
  code: plain('code'),
  tt: plain('code'),
  samp: plain('code'),
  kbd: plain('keyboard'),
  mark: plain('highlight'),
  small: plain('small'),
  cite: plain('citation'),
  ins: plain('insertion'),
};
