/**
 * Who acts. `operator` is a person at the machine's own command line; accounts and their roles come with
 * signing in.
 */
export type Actor = { kind: 'operator' } | { kind: 'anonymous' };
