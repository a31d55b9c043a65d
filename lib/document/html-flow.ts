import { type Marks, sameMarks } from './html-marks.ts';
import type { DocumentNode } from './schema.ts';

/** What a paragraph's own element says of it. */
export type ParagraphAttributes = { align?: string | null; lang?: string | null; dir?: string | null };

/**
 * How loose text is read. `classic`: as WordPress's `wpautop` does, an empty line ends a paragraph and a line
 * break breaks the line. `embeds`: an address alone on its line is an embed. `links`: addresses become links.
 * `literal`: white space is kept as it stands.
 */
export type TextRules = { classic: boolean; embeds: boolean; links: boolean; literal?: boolean };

/** A picture met among text; whether it stays there is decided when the paragraph is complete. */
const picturePiece = '#picture';
/** A line break of the source that counts (`classic`). */
const linePiece = '#line';
/** An empty line of the source that counts (`classic`). */
const gapPiece = '#gap';

const bareAddress = /^https?:\/\/[^\s<>"]+$/i;
const addressInText = /\bhttps?:\/\/[^\s<>"'“”]*[^\s<>"'“”.,;:!?)\]}]/gi;

/**
 * Collects the content of one block container: blocks as they come, and loose inline content that is wrapped in
 * paragraphs when the next block begins.
 */
export class Flow {
  readonly blocks: DocumentNode[] = [];
  /** The alignment that the elements around give to paragraphs that say nothing themselves. */
  align: string | null = null;
  readonly #rules: TextRules;
  #inline: DocumentNode[] = [];

  constructor(rules: TextRules) {
    this.#rules = rules;
  }

  get rules(): TextRules {
    return this.#rules;
  }

  /** Adds text as HTML means it: white space is collapsed. */
  text(value: string, marks: Marks): void {
    if (this.#rules.literal) {
      this.#push(value.replace(/\r\n?/g, '\n'), marks);
      return;
    }
    if (!this.#rules.classic || !value.includes('\n')) {
      this.#push(collapsed(value), marks);
      return;
    }
    const lines = value.replace(/\r\n?/g, '\n').split('\n');
    for (let index = 0; index < lines.length; index++) {
      const line = collapsed(lines[index] ?? '');
      if (index > 0) {
        const last = this.#inline[this.#inline.length - 1]?.type;
        if (last === linePiece) this.#inline[this.#inline.length - 1] = { type: gapPiece };
        // After `<br>` the source's own line break says the same thing once more.
        else if (last !== undefined && last !== gapPiece && last !== 'hardBreak')
          this.#inline.push({ type: linePiece });
        else if (last === 'hardBreak' && line.trim() === '' && index < lines.length - 1) {
          this.#inline.push({ type: linePiece });
        }
      }
      if (line !== '' && !(index > 0 && line === ' ' && index < lines.length - 1)) this.#push(line, marks);
    }
  }

  #push(text: string, marks: Marks): void {
    if (text === '') return;
    const last = this.#inline[this.#inline.length - 1];
    if (last?.type === 'text' && sameMarks(last.marks, marks)) {
      const before = last.text ?? '';
      last.text =
        !this.#rules.literal && before.endsWith(' ') && text.startsWith(' ') ? before + text.slice(1) : before + text;
      return;
    }
    this.#inline.push(textNode(text, marks));
  }

  /** Adds an inline node: a line break, a note's reference, … */
  atom(node: DocumentNode, marks: Marks): void {
    if (this.#rules.literal && node.type === 'hardBreak') {
      this.#push('\n', marks);
      return;
    }
    this.#inline.push(marks.length > 0 ? { ...node, marks: [...marks] } : node);
  }

  /** Adds a picture met among text. `inline`: it is small and belongs to its line. */
  picture(attrs: Record<string, unknown>, inline: boolean | 'undecided', marks: Marks): void {
    this.#inline.push({ type: picturePiece, attrs: { ...attrs, '#inline': inline }, marks: [...marks] });
  }

  block(node: DocumentNode): void {
    this.flush();
    this.blocks.push(node);
  }

  /** Ends the paragraph under way, if there is one. `keepEmpty`: it counts though nothing is in it. */
  flush(attributes: ParagraphAttributes = {}, keepEmpty = false): void {
    const pieces = this.#inline;
    if (pieces.length === 0) {
      if (keepEmpty) this.blocks.push(paragraph([], this.#attributes(attributes)));
      return;
    }
    this.#inline = [];
    let start = 0;
    for (let index = 0; index <= pieces.length; index++) {
      if (index < pieces.length && pieces[index]?.type !== gapPiece) continue;
      this.#paragraph(pieces.slice(start, index), attributes);
      start = index + 1;
    }
  }

  #attributes(own: ParagraphAttributes): ParagraphAttributes {
    return own.align || this.align === null ? own : { ...own, align: this.align };
  }

  #paragraph(pieces: DocumentNode[], own: ParagraphAttributes): void {
    const attributes = this.#attributes(own);
    if (this.#rules.literal) {
      const content = pieces.map((piece) => (piece.type === picturePiece ? picturePieceInline(piece) : piece));
      this.blocks.push(paragraph(content));
      return;
    }
    let line: DocumentNode[] = [];
    const end = (): void => {
      const content = trimmed(line);
      line = [];
      if (isReadable(content)) {
        this.blocks.push(paragraph(this.#rules.links ? linked(content) : content, attributes));
      }
    };
    for (const run of this.#rules.embeds ? splitAddresses(pieces) : [pieces]) {
      const only = run[0];
      if (only?.type === 'embed') {
        end();
        this.blocks.push(only);
        continue;
      }
      const alone = !run.some((piece) => isWords(piece));
      for (const piece of run) {
        if (piece.type !== picturePiece) {
          line.push(piece.type === linePiece ? { type: 'hardBreak' } : piece);
          continue;
        }
        const { '#inline': inline, ...attrs } = piece.attrs ?? {};
        if (inline === true || (inline === 'undecided' && !alone)) {
          line.push(picturePieceInline(piece));
        } else {
          // A floated picture usually stands at the start of its paragraph; one in its middle divides it.
          end();
          this.blocks.push(blockPicture(attrs, piece.marks ?? [], attributes.align ?? null));
        }
      }
    }
    end();
  }
}

/** White space as HTML shows it; single spaces, of which there are most, are left alone. */
const collapsed = (text: string): string => text.replace(/[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+/g, ' ');

export const textNode = (text: string, marks: Marks): DocumentNode =>
  marks.length > 0 ? { type: 'text', text, marks: [...marks] } : { type: 'text', text };

export function paragraph(content: DocumentNode[], attributes: ParagraphAttributes = {}): DocumentNode {
  const node: DocumentNode = { type: 'paragraph' };
  const { align = null, lang = null, dir = null } = attributes;
  if (align !== null || lang !== null || dir !== null) node.attrs = { align, lang, dir };
  if (content.length > 0) node.content = content;
  return node;
}

const isWords = (piece: DocumentNode): boolean =>
  piece.type === 'text' ? !/^\s*$/.test(piece.text ?? '') : piece.type === 'footnoteReference';

/** Whether a reader would see anything: spaces, also unbreakable ones, and line breaks alone do not count. */
const isReadable = (content: readonly DocumentNode[]): boolean =>
  content.some((node) =>
    node.type === 'text' ? /[^\s\u200b\ufeff]/.test(node.text ?? '') : node.type !== 'hardBreak',
  );

/** The pieces with runs that are nothing but an address turned into embeds. */
function splitAddresses(pieces: DocumentNode[]): DocumentNode[][] {
  if (!pieces.some((piece) => piece.type === 'text' && !piece.marks && /^\s*https?:\/\//i.test(piece.text ?? ''))) {
    return [pieces];
  }
  const runs: DocumentNode[][] = [];
  let run: DocumentNode[] = [];
  let line: DocumentNode[] = [];
  const endLine = (brk?: DocumentNode): void => {
    const words = line.filter((piece) => piece.type !== 'text' || (piece.text ?? '').trim() !== '');
    const only = words.length === 1 ? words[0] : undefined;
    const address = only?.type === 'text' && !only.marks ? (only.text ?? '').trim() : '';
    if (bareAddress.test(address) && URL.canParse(address)) {
      if (run.length > 0) runs.push(run);
      runs.push([{ type: 'embed', attrs: { url: address } }]);
      run = [];
    } else {
      run.push(...line);
      if (brk) run.push(brk);
    }
    line = [];
  };
  for (const piece of pieces) {
    if (piece.type === linePiece || piece.type === 'hardBreak') endLine(piece);
    else line.push(piece);
  }
  endLine();
  if (run.length > 0) runs.push(run);
  return runs;
}

/** Inline content without the space that HTML does not show: at its ends and around line breaks. */
function trimmed(content: readonly DocumentNode[]): DocumentNode[] {
  const kept: DocumentNode[] = [];
  let atStart = true;
  for (const node of content) {
    if (node.type === linePiece || node.type === gapPiece || node.type === 'hardBreak') {
      trimEnd(kept);
      if (kept.length > 0) kept.push({ type: 'hardBreak' });
      atStart = true;
    } else if (node.type === 'text') {
      const text: string = atStart ? (node.text ?? '').replace(/^ +/, '') : (node.text ?? '');
      if (text === '') continue;
      kept.push(text === node.text ? node : { ...node, text });
      atStart = text.endsWith(' ');
    } else {
      kept.push(node);
      if (node.type !== 'anchor') atStart = false;
    }
  }
  for (;;) {
    trimEnd(kept);
    if (kept[kept.length - 1]?.type !== 'hardBreak') return kept;
    kept.pop();
  }
}

function trimEnd(content: DocumentNode[]): void {
  for (;;) {
    const last = content[content.length - 1];
    if (last?.type !== 'text') return;
    const text = (last.text ?? '').replace(/ +$/, '');
    if (text === last.text) return;
    content.pop();
    if (text === '') continue;
    content.push({ ...last, text });
    return;
  }
}

/** Text with the addresses in it made into links, as WordPress does in comments. */
function linked(content: readonly DocumentNode[]): DocumentNode[] {
  return content.flatMap((node) => {
    if (node.type !== 'text' || node.marks?.some((mark) => mark.type === 'link' || mark.type === 'code')) return [node];
    const text = node.text ?? '';
    if (!text.includes('://')) return [node];
    const parts: DocumentNode[] = [];
    let from = 0;
    for (const found of text.matchAll(addressInText)) {
      if (found.index > from) parts.push({ ...node, text: text.slice(from, found.index) });
      const link = { type: 'link', attrs: { href: found[0], rel: 'ugc nofollow' } };
      parts.push({ ...node, text: found[0], marks: [link, ...(node.marks ?? [])] });
      from = found.index + found[0].length;
    }
    if (from < text.length) parts.push({ ...node, text: text.slice(from) });
    return parts;
  });
}

function picturePieceInline({ attrs = {}, marks = [] }: DocumentNode): DocumentNode {
  const { fileId, src, alt, width, height } = attrs;
  const node: DocumentNode = { type: 'inlinePicture', attrs: { fileId, src, alt, width, height } };
  if (marks.length > 0) node.marks = [...marks];
  return node;
}

function blockPicture(attrs: Record<string, unknown>, marks: Marks, align: string | null): DocumentNode {
  const link = marks.find((mark) => mark.type === 'link');
  return {
    type: 'picture',
    attrs: { ...attrs, align: attrs.align ?? align, href: attrs.href ?? link?.attrs?.href ?? null },
  };
}
