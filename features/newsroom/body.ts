import { checkDocument, type DocumentMark, type DocumentNode, safeUrl } from '#lib/document/schema';
import { PersonError } from '#lib/errors';
import { longestBody, tooLong } from './schema.ts';

export const emptyBody: DocumentNode = { type: 'doc', content: [{ type: 'paragraph' }] };

/** Attributes that hold addresses, in nodes and marks. */
const addresses = ['href', 'src', 'url', 'cite', 'poster'] as const;

/**
 * A text as an editor sent it, fit to be stored: of our schema, not too large, and without addresses that run something.
 * Throws a `PersonError` with the sentence for what can't be saved.
 */
export function readBody(sent: DocumentNode): DocumentNode {
  if (Buffer.byteLength(JSON.stringify(sent)) > longestBody) throw new PersonError('invalid', tooLong);
  try {
    return checkDocument(cleaned(checkDocument(sent)));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    throw new PersonError(
      'invalid',
      'This text has something in it that an article can not hold. Undo what you pasted last and save again.',
    );
  }
}

function cleaned(node: DocumentNode): DocumentNode {
  if (node.type === 'embed' && !/^https?:\/\//i.test(String(node.attrs?.url ?? '')))
    return { type: 'paragraph', content: node.content ?? [] };
  const { attrs, marks, content, ...rest } = node;
  return {
    ...rest,
    ...(attrs && { attrs: cleanAttributes(attrs) }),
    ...(marks && { marks: marks.flatMap(cleanMark) }),
    ...(content && { content: content.map(cleaned) }),
  };
}

function cleanMark(mark: DocumentMark): DocumentMark[] {
  if (!mark.attrs) return [mark];
  const attrs = cleanAttributes(mark.attrs);
  return mark.type === 'link' && !attrs.href ? [] : [{ ...mark, attrs }];
}

function cleanAttributes(attrs: Record<string, unknown>): Record<string, unknown> {
  const clean = { ...attrs };
  for (const name of addresses) {
    const value = clean[name];
    if (value === undefined || value === null || value === '') continue;
    // What is no text is no address; written out it would become one.
    if (typeof value !== 'string' || safeUrl(value) === null) clean[name] = name === 'src' ? '' : null;
  }
  return clean;
}
