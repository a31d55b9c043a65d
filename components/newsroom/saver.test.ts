import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SaveAnswer } from '#app/_actions/newsroom';
import type { ArticleFields, WorkingCopy } from '#features/newsroom/schema';
import { type Draft, type KeptDraft, Saver } from './saver.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const draft = (headline: string): Draft => ({
  fields: { headline } as ArticleFields,
  body: { type: 'doc', content: [{ type: 'paragraph' }] },
});

/** A server that answers as it is told, and what a browser keeps. */
function setUp() {
  const sent: { headline: string; from: number }[] = [];
  const server = { version: 1, next: null as SaveAnswer | Error | null };
  let kept: KeptDraft | null = null;
  const saver = new Saver({
    version: 1,
    savedAt: '2026-01-01T00:00:00.000Z',
    send: async ({ fields }, from) => {
      sent.push({ headline: fields.headline, from });
      const { next } = server;
      if (next instanceof Error) throw next;
      if (next) return next;
      server.version = from + 1;
      return { status: 'done', result: { outcome: 'saved', version: server.version, savedAt: '', slug: '' } };
    },
    keep: (given) => {
      kept = given;
    },
  });
  let now = draft('');
  const type = (headline: string) => {
    now = draft(headline);
    saver.changed(() => now);
  };
  return { saver, sent, server, type, kept: () => kept };
}

test('what is typed is kept at once, sent after a pause, and then forgotten here', async () => {
  const { saver, sent, type, kept } = setUp();
  type('A');
  type('AB');
  expect(saver.state.kind).toBe('unsaved');
  await vi.advanceTimersByTimeAsync(1000);
  expect(kept()).toMatchObject({ from: 1, fields: { headline: 'AB' } });
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent).toEqual([{ headline: 'AB', from: 1 }]);
  expect(saver.state.kind).toBe('saved');
  expect(saver.version).toBe(2);
  expect(kept()).toBeNull();
});

test('who types without a pause is saved every few seconds all the same, each save from the version before', async () => {
  const { sent, type } = setUp();
  for (let n = 0; n < 30; n++) {
    type(`Word ${n}`);
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(sent.length).toBeGreaterThan(1);
  expect(sent.map(({ from }) => from)).toEqual(sent.map((_, index) => index + 1));
});

test('offline, and after the session has ended, the text stays here and is sent when one is back', async () => {
  const { saver, sent, server, type, kept } = setUp();
  server.next = new TypeError('Failed to fetch');
  type('Offline');
  expect(await saver.save()).toBe(false);
  expect(saver.state.kind).toBe('offline');
  expect(kept()?.fields.headline).toBe('Offline');
  server.next = { status: 'failed', message: 'You are signed out.', signedOut: true };
  saver.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.state.kind).toBe('signed-out');
  server.next = null;
  // Nobody does anything: it is tried again by itself.
  await vi.advanceTimersByTimeAsync(15_000);
  expect(saver.state.kind).toBe('saved');
  expect(sent).toHaveLength(3);
  expect(kept()).toBeNull();
});

test('typing goes on while a save is under way, and that is saved too', async () => {
  const { saver, sent, type, kept } = setUp();
  type('One');
  const first = saver.save();
  type('Two');
  await first;
  expect(saver.state.kind).toBe('unsaved');
  expect(kept()?.fields.headline).toBe('Two');
  expect(await saver.save()).toBe(true);
  expect(sent).toEqual([
    { headline: 'One', from: 1 },
    { headline: 'Two', from: 2 },
  ]);
});

const stale: SaveAnswer = {
  status: 'done',
  result: {
    outcome: 'stale',
    newest: { version: 7, savedAt: '2026-01-01T00:00:00.000Z' } as WorkingCopy,
    comparison: { headline: null, deck: null, blocks: [], fields: [] },
  },
};

test('when somebody else was faster nothing is sent before one has chosen, and mine goes on top of theirs', async () => {
  const { saver, sent, server, type, kept } = setUp();
  server.next = stale;
  type('Mine');
  await saver.save();
  expect(saver.state.kind).toBe('stale');
  type('Mine, and more');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(sent).toHaveLength(1);
  expect(kept()?.fields.headline).toBe('Mine, and more');
  server.next = null;
  expect(await saver.keepMine()).toBe(true);
  expect(sent[1]).toEqual({ headline: 'Mine, and more', from: 7 });
});

test('or one goes on with theirs', async () => {
  const { saver, server, type, kept } = setUp();
  server.next = stale;
  type('Mine');
  await saver.save();
  saver.takeTheirs();
  expect(saver.state.kind).toBe('saved');
  expect(saver.version).toBe(7);
  expect(kept()).toBeNull();
});

test('what was refused is said, stays here, and is sent with the next change', async () => {
  const { saver, server, type, kept } = setUp();
  server.next = { status: 'failed', message: 'Taken.', field: 'slug', signedOut: false };
  type('A');
  await saver.save();
  expect(saver.state).toEqual({ kind: 'failed', message: 'Taken.', field: 'slug' });
  expect(kept()).not.toBeNull();
  server.next = null;
  type('B');
  await vi.advanceTimersByTimeAsync(3000);
  expect(saver.state.kind).toBe('saved');
});
