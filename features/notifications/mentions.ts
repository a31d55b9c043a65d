import { nameKeyOf } from '#features/accounts/schema';
import type { DocumentNode } from '#lib/document/schema';

/** More people than that are not called by one response. */
const mostMentions = 10;
/** Words that a name may have. */
const longestName = 4;

/** A name that somebody may have been called by: `place` counts the mentions, `words` the words taken for the name. */
export type Candidate = { place: number; words: number; key: string };

const mention = /(?<![\p{L}\p{N}\p{M}_@/.])@([\p{L}\p{N}][\p{L}\p{N}\p{M}_'’.-]*(?: [\p{L}\p{N}\p{M}_'’.-]+){0,3})/gu;

/**
 * Whom a response may call by `@name`, outside of quotes, code and links. A name may have several words, so each
 * mention is tried with its first one, first two, and so on; of those that exist the longest is meant.
 */
export function mentionsIn(body: DocumentNode): Candidate[] {
  const found: Candidate[] = [];
  let place = 0;
  for (const text of textsOf(body)) {
    for (const [, called = ''] of text.matchAll(mention)) {
      if (place === mostMentions) return found;
      const words = called.split(' ').slice(0, longestName);
      for (let count = 1; count <= words.length; count++) {
        const key = nameKeyOf(words.slice(0, count).join(' '));
        if (key !== '') found.push({ place, words: count, key });
      }
      place++;
    }
  }
  return found;
}

/** The runs of plain text: marks end them, and so do line breaks. */
function* textsOf(node: DocumentNode): Generator<string> {
  if (node.type === 'codeBlock' || node.type === 'blockquote') return;
  if (node.type === 'text') {
    if (!node.marks?.some(({ type }) => type === 'code' || type === 'link')) yield node.text ?? '';
    return;
  }
  for (const child of node.content ?? []) yield* textsOf(child);
}
