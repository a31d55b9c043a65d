import { expect, test } from 'vitest';
import { postedForm } from './posted-form.ts';

const post = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
  new Request('http://paper.example/sign-out', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

test('a short form is read, however it is sent', async () => {
  expect((await postedForm(post(new URLSearchParams({ to: '/a b' })))).get('to')).toBe('/a b');
  const form = new FormData();
  form.set('to', '/ü');
  expect((await postedForm(post(form))).get('to')).toBe('/ü');
});

test('what is no form has no fields', async () => {
  for (const request of [post(null), post('to=/'), post('x', { 'content-type': 'multipart/form-data; boundary=y' })])
    expect([...(await postedForm(request))]).toEqual([]);
});

test('of a form without end little is read', async () => {
  let sent = 0;
  const piece = new TextEncoder().encode(`${'a'.repeat(9_998)}=&`);
  const body = new ReadableStream({
    pull(controller) {
      sent += piece.length;
      if (sent > 1_000_000) controller.close();
      else controller.enqueue(piece);
    },
  });
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  expect([...(await postedForm(post(body, type)))]).toEqual([]);
  expect(sent).toBeLessThan(200_000);
});
