import { expect, test } from 'vitest';
import { drawDays, drawRanked, drawSpans } from './plot-svg.ts';

const rows = (count: number, value: (index: number) => number[]) =>
  Array.from({ length: count }, (_, index) => ({
    day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
    values: value(index),
  }));
const words = {
  number: String,
  day: (day: string) => day.slice(5),
  tip: ({ day }: { day: string }) => `<b>${day}`,
};
const count = (svg: string, what: RegExp): number => svg.match(what)?.length ?? 0;

test('a bar for each day with something, its words, and the average, in two widths', () => {
  const { wide, narrow } = drawDays(
    rows(30, (index) => [index % 2 ? 10 : 0]),
    [0],
    words,
  );
  for (const svg of [wide, narrow]) {
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 (592|352) 190"/);
    expect(count(svg, /<rect /g)).toBe(30);
    expect(count(svg, /stroke-dasharray/g)).toBe(1);
    expect(svg).toContain('var(--accent)');
    expect(svg).not.toMatch(/<style|<script|currentColor"[^>]*class/);
  }
  expect(count(wide, /<title>&lt;b>2026-01-\d\d<\/title>|<title>&lt;b&gt;2026-01-\d\d<\/title>/g)).toBe(30);
  expect(narrow).not.toContain('<title>');
  expect(wide).toContain('>01-01</text>');
  expect(wide).toContain('>01-30</text>');
});

test('many days are one area, one day is a bar, and no days are an empty frame', () => {
  expect(
    drawDays(
      rows(366, () => [3]),
      [0],
      words,
    ).wide,
  ).not.toContain('<rect');
  expect(
    count(
      drawDays(
        rows(1, () => [3]),
        [0],
        words,
      ).wide,
      /<rect /g,
    ),
  ).toBe(1);
  expect(drawDays([], [0], words).wide).toContain('<svg');
});

test('a second series and spans are dots, only of days that have one', () => {
  const two = drawDays(
    rows(10, (index) => [1, index === 3 ? 4 : 0]),
    [0, 1],
    words,
  ).wide;
  expect(count(two, /<circle /g)).toBe(1);
  const spans = drawSpans(
    rows(10, (index) => (index < 2 ? [5, 60, 3] : [0, 0, 0])),
    words,
  ).wide;
  expect(count(spans, /<circle /g)).toBe(4);
});

test('names by other people stay text, and long ones are cut', () => {
  const name = '</title></svg><script>alert(1)</script>';
  const { wide } = drawRanked(
    [
      { name, value: 3, slug: 'a' },
      { name: 'word '.repeat(60), value: 1, slug: 'b' },
    ],
    String,
  );
  expect(wide).not.toContain('<script');
  expect(wide).toContain('&lt;script');
  expect(wide).toContain('…');
  expect(wide).toContain('height="');
  expect(wide).toMatch(/viewBox="0 0 592 68"/);
});
