import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { deferScripts } from './deferred-scripts.ts';

const page = (body: string): string =>
  `<!DOCTYPE html><html><head><link rel="stylesheet" href="/_next/static/a.css"/>` +
  `<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/main.js"/>` +
  `<script src="/_next/static/chunks/react.js" async=""></script>` +
  `<script src="/_next/static/chunks/old.js" noModule=""></script></head><body>${body}` +
  `<script type="application/ld+json">{"a":1}</script>` +
  `<script src="/_next/static/chunks/main.js" id="_R_" async=""></script>` +
  `<script>(self.__next_f=self.__next_f||[]).push([0])</script><script>self.__next_f.push([1,"1:\\u003cp\\n"])</script>` +
  `<script>(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":[]});</script></body></html>`;

test('a page with nothing live loses every script of Next’s, and keeps its own', () => {
  const html = deferScripts(page('<p>Text that speaks of data-live.</p><script>count()</script>'));
  expect(html).not.toContain('/_next/static/chunks/');
  expect(html).not.toContain('__next_f');
  expect(html).not.toContain('TURBOPACK');
  expect(html).toContain('<script>count()</script><script type="application/ld+json">{"a":1}</script></body></html>');
  expect(html).toContain('href="/_next/static/a.css"');
});

test('a page with something live fetches them when that comes near, once', () => {
  const html = deferScripts(page('<section data-live="">…</section>'));
  expect(html).not.toMatch(/<script src="[^"]*(?:react|main)\.js"/);
  expect(html).not.toContain('as="script"');
  expect(html).toContain('self.__next_f.push([1,');
  const loader = /<script>(\(function fetchWhenNear.*?)<\/script><\/body>/s.exec(html)?.[1] ?? '';

  const fetched: string[] = [];
  let seen: (entries: { isIntersecting: boolean }[]) => void = () => {};
  let watching = true;
  class Observer {
    constructor(callback: typeof seen) {
      seen = callback;
    }
    observe() {}
    disconnect() {
      watching = false;
    }
  }
  runInNewContext(loader, {
    IntersectionObserver: Observer,
    document: {
      createElement: () => ({ src: '' }),
      querySelectorAll: () => [{}],
      head: { append: ({ src }: { src: string }) => fetched.push(src) },
    },
  });
  seen([{ isIntersecting: false }]);
  expect(fetched).toEqual([]);
  seen([{ isIntersecting: true }]);
  expect(fetched).toEqual(['/_next/static/chunks/react.js', '/_next/static/chunks/main.js']);
  expect(watching).toBe(false);
});

test('a page without scripts stays as it is', () => {
  expect(deferScripts('<html><body>data-live</body></html>')).toBe('<html><body>data-live</body></html>');
});
