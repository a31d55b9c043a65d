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

test('words that React does not need are in the page once, and back in its tree when it is fetched', () => {
  const words = `<p>Wörter & "Sachen"</p>\n<p>${'so '.repeat(400)}</p>`;
  const tree = `1:["$","div",null,{"a":"$2"}]\n2:T${Buffer.byteLength(words).toString(16)},${words}3:T5,<b/>x4:"end"\n`;
  const push = (text: string) =>
    `<script>self.__next_f.push([1,${JSON.stringify(text).replaceAll('<', '\\u003c')}])</script>`;
  const whole =
    `<html><head><script src="/_next/static/react.js" async=""></script></head><body><div class="x" data-words="">${words}</div>` +
    `<section data-live=""></section><script>(self.__next_f=self.__next_f||[]).push([0])</script>` +
    `${push(tree.slice(0, 60))}${push(tree.slice(60))}</body></html>`;
  const html = deferScripts(whole);
  expect(html.split('so so so').length).toBe(
    whole.split('so so so').length - Math.floor(words.split('so so so').length - 1),
  );
  const loader = /<script>(\(function fetchWhenNear.*?)<\/script><\/body>/s.exec(html)?.[1] ?? '';
  let seen: (entries: { isIntersecting: boolean }[]) => void = () => {};
  const self = { __next_f: [[0]] as unknown[][] };
  runInNewContext(loader, {
    self,
    TextEncoder,
    IntersectionObserver: class {
      constructor(callback: typeof seen) {
        seen = callback;
      }
      observe() {}
      disconnect() {}
    },
    document: {
      createElement: () => ({ src: '' }),
      querySelectorAll: (selector: string) => (selector === '[data-words]' ? [{ innerHTML: words }] : [{}]),
      head: { append() {} },
    },
  });
  seen([{ isIntersecting: true }]);
  expect(self.__next_f[0]).toEqual([0]);
  expect(
    self.__next_f
      .slice(1)
      .map((piece) => piece[1])
      .join(''),
  ).toBe(tree);
});
