import { setImmediate as soon } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurn } from './turns.ts';

/** Works that end when they are told to. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const all: Promise<void>[] = [];
  return {
    begun,
    add(name: string, of: string, alone = false) {
      const work = async () => {
        begun.push(name);
        const { promise, resolve } = Promise.withResolvers<void>();
        ends.set(name, resolve);
        await promise;
      };
      all.push(inTurn({ of, alone }, work));
    },
    async end(name: string) {
      ends.get(name)?.();
      await soon();
      return begun;
    },
    all: () => Promise.all(all),
  };
}

test('two at once, and one of each person', async () => {
  const { begun, add, end, all } = works();
  for (const name of ['a1', 'a2', 'b1', 'c1']) add(name, name.slice(0, 1));
  await soon();
  expect(begun).toEqual(['a1', 'b1']);
  expect(await end('b1')).toEqual(['a1', 'b1', 'c1']);
  // A slot that is given back is one slot: who comes in that moment finds none.
  add('d1', 'd');
  expect(await end('c1')).toEqual(['a1', 'b1', 'c1', 'd1']);
  expect(await end('a1')).toEqual(['a1', 'b1', 'c1', 'd1', 'a2']);
  await end('a2');
  await end('d1');
  await all();
});

test('who has to be alone is, and nobody overtakes them for ever', async () => {
  const { begun, add, end, all } = works();
  add('a', 'a');
  add('heic', 'b', true);
  add('c', 'c');
  await soon();
  expect(begun).toEqual(['a']);
  expect(await end('a')).toEqual(['a', 'heic']);
  expect(await end('heic')).toEqual(['a', 'heic', 'c']);
  await end('c');
  await all();
});

test('work that fails gives its place on', async () => {
  const failing = inTurn({ of: 'a', alone: true }, () => Promise.reject(new Error('It is damaged.')));
  const next = inTurn({ of: 'a', alone: true }, async () => 'done');
  await expect(failing).rejects.toThrow('It is damaged.');
  expect(await next).toBe('done');
});
