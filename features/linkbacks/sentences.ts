import type { LinkbackProblem } from './schema.ts';

/** What is said of a source that was looked up and is no linkback. */
export const notFoundThere = {
  gone: 'The source is gone: its site says that there is no such page.',
  no_link:
    'The source has no link to the target. The address has to stand in a link of the page, not only in its text.',
  unreachable: 'The source could not be fetched, though it was tried several times.',
  closed: 'The source could not be fetched. Its address has to be one of the open internet.',
  silent: 'The source could not be reached, or took too long to answer.',
} as const;

/** Which of these a stored sentence is. What the fetch itself refused is unreachable too. */
export const problemOf = (sentence: string | null): LinkbackProblem =>
  sentence === notFoundThere.gone ? 'gone' : sentence === notFoundThere.no_link ? 'no_link' : 'unreachable';
