import { expect, test, vi } from 'vitest';
import type { ArticleFields } from '#features/newsroom/schema';
import { longestBody, tooLong } from '#features/newsroom/schema';

const save = vi.hoisted(() => vi.fn());
vi.mock('#app/_actions/newsroom', () => ({ saveArticleAction: save }));
vi.mock('#app/_actions/library', () => ({}));
const { send } = await import('./desk-services.ts');

const draft = (text: string) => ({
  fields: {} as ArticleFields,
  body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
});

test('a text of five megabytes is refused before it is sent, also where its letters are few but have many bytes', async () => {
  for (const text of ['word '.repeat(1_000_000), '語'.repeat(longestBody / 3)])
    expect(await send(1, draft(text), 3)).toEqual({ status: 'failed', message: tooLong, signedOut: false });
  expect(save).not.toHaveBeenCalled();
});

test('others are sent with the version they started from', async () => {
  save.mockResolvedValue('answered');
  expect(await send(1, draft('語'.repeat(200_000)), 3)).toBe('answered');
  expect(save).toHaveBeenCalledWith(expect.objectContaining({ id: 1, from: 3, body: expect.stringContaining('語') }));
});
