import {
  areaY,
  axisX,
  axisY,
  barX,
  dot,
  gridY,
  type Markish,
  type PlotOptions,
  plot,
  rectY,
  ruleX,
  ruleY,
  text,
} from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { DailyRow, RankedRow } from '#features/figures/schema';

/*
 * Pictures by Observable Plot, drawn on the server into a document without a browser: what is sent is their SVG, and no
 * script. Colours are the page's own names, so one picture is right in light and in dark.
 */

/** Two drawings of the same, for the width of a column and for that of a phone: the page shows one of them. */
export type Drawing = { wide: string; narrow: string };

type Size = { name: keyof Drawing; width: number; height: number; days: number };
const sizes: readonly Size[] = [
  { name: 'wide', width: 592, height: 190, days: 6 },
  { name: 'narrow', width: 352, height: 190, days: 3 },
];

export type Words = {
  number: (value: number) => string;
  /** A day, `YYYY-MM-DD`, as short as it can be told. */
  day: (day: string) => string;
  /** What is said when the pointer rests on a day. */
  tip: (row: DailyRow) => string;
};

/** More days than that are one area: bars would be hairlines. */
const mostBars = 120;

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const colours = { first: 'var(--accent)', second: 'var(--ink)', quiet: 'var(--muted)' };
const at = ({ day }: DailyRow): Date => new Date(`${day}T00:00:00Z`);
const of =
  (series: number) =>
  ({ values }: DailyRow): number =>
    values[series] ?? 0;

/** Of a series, by day; 0 where that says nothing. */
export const averageOf = (rows: DailyRow[], series: number): number =>
  rows.length > 2 ? rows.reduce((sum, row) => sum + of(series)(row), 0) / rows.length : 0;

/** How often something was on each day: bars with their average, or with many days an area. A second series is a line of dots. */
export function drawDays(rows: DailyRow[], drawn: readonly number[], words: Words): Drawing {
  const [first = 0, second] = drawn;
  const highest = Math.max(1, ...drawn.flatMap((series) => rows.map(of(series))));
  const average = averageOf(rows, first);
  return bothSizes((size) => {
    const tip = size.name === 'wide' ? { title: words.tip } : {};
    const marks: Markish[] =
      rows.length > mostBars
        ? [areaY(rows, { x: at, y: of(first), fill: colours.first, curve: 'step' })]
        : [rectY(rows, { x: at, y: of(first), interval: 'day', fill: colours.first, inset: 0.5, ...tip })];
    if (second !== undefined) {
      const some = rows.filter((row) => of(second)(row) > 0);
      marks.push(
        ruleX(some, { x: middleOf, y: of(second), stroke: colours.second }),
        dot(some, { x: middleOf, y: of(second), r: 2.5, fill: colours.second, ...tip }),
      );
    } else if (average > 0) {
      marks.push(ruleY([average], { stroke: colours.second, strokeDasharray: '2 3' }));
    }
    return byDay(rows, size, words, highest, marks);
  });
}

/** Of each day two lengths: a dot for the first, a ring for the second, and a line between them. */
export function drawSpans(rows: DailyRow[], words: Words): Drawing {
  const some = rows.filter(({ values }) => values.some((value) => value > 0));
  const highest = Math.max(1, ...some.flatMap((row) => [of(0)(row), of(1)(row)]));
  return bothSizes((size) => {
    const tip = size.name === 'wide' ? { title: words.tip } : {};
    return byDay(rows, size, words, highest, [
      ruleX(some, { x: middleOf, y1: of(0), y2: of(1), stroke: colours.quiet }),
      dot(some, { x: middleOf, y: of(1), r: 3, fill: 'var(--paper)', stroke: colours.second, ...tip }),
      dot(some, { x: middleOf, y: of(0), r: 3.5, fill: colours.first, ...tip }),
    ]);
  });
}

/** A list by size: a bar for each, its name above it and its number at the end of the line. */
export function drawRanked(rows: RankedRow[], number: (value: number) => string): Drawing {
  const highest = Math.max(1, ...rows.map(({ value }) => value));
  const pitch = 34;
  return bothSizes(({ width }) => {
    const place = (_: RankedRow, index: number) => index;
    const line = { y: place, dy: -5, fontSize: 13, fill: colours.second };
    return {
      ...{ width, height: rows.length * pitch, margin: 0, marginRight: 1 },
      x: { domain: [0, highest], axis: null },
      y: { type: 'band', domain: rows.map((_, index) => index), axis: null },
      marks: [
        text(rows, {
          // So many ems as there is room for beside the longest number.
          ...{ ...line, text: 'name', frameAnchor: 'left', textAnchor: 'start', className: 'plot-names' },
          ...{ lineWidth: width / 13 - 5, textOverflow: 'ellipsis', title: 'name' },
        }),
        text(rows, {
          ...{ ...line, text: ({ value }: RankedRow) => number(value), frameAnchor: 'right', textAnchor: 'end' },
          fontVariant: 'tabular-nums',
        }),
        barX(rows, { x: highest, y: place, fill: 'var(--rule)', insetTop: 23, insetBottom: 6 }),
        barX(rows, { x: 'value', y: place, fill: colours.first, insetTop: 21.5, insetBottom: 4.5 }),
      ],
    };
  });
}

/** Dots stand above the middle of their day. */
const middleOf = (row: DailyRow): Date => new Date(at(row).getTime() + 43_200_000);

function byDay(rows: DailyRow[], size: Size, words: Words, highest: number, marks: Markish[]): PlotOptions {
  const days = rows.map(at);
  const first = days[0] ?? new Date(0);
  const end = new Date((days.at(-1) ?? first).getTime() + 86_400_000);
  // Both ends, and so many between them as can be read; each stands under the middle of its day.
  const steps = Math.min(size.days, rows.length) - 1;
  const shown = Array.from({ length: steps + 1 }, (_, step) =>
    steps === 0 ? 0 : Math.round((step * (rows.length - 1)) / steps),
  ).flatMap((index) => rows[index] ?? []);
  const label = { fontSize: 12, fill: colours.quiet, stroke: 'none' };
  const digits = Math.max(words.number(highest).length, 2);
  const ticks = Math.min(4, highest);
  return {
    ...{ width: size.width, height: size.height, marginTop: 12, marginBottom: 26, marginRight: 16 },
    marginLeft: 12 + digits * 7,
    x: { type: 'utc', domain: [first, end] },
    y: { domain: [0, highest], nice: ticks },
    marks: [
      gridY({ ticks, stroke: 'var(--rule)', strokeOpacity: 1 }),
      axisY({ ...label, ticks, tickFormat: words.number, tickSize: 0, label: null }),
      ...marks,
      ruleY([0], { stroke: colours.second }),
      axisX(shown.map(middleOf), {
        ...{ ...label, tickSize: 4, label: null },
        tickFormat: (date: Date) => words.day(date.toISOString().slice(0, 10)),
      }),
    ],
  };
}

function bothSizes(options: (size: Size) => PlotOptions): Drawing {
  const drawn = sizes.map((size) => [size.name, svgOf(options(size))] as const);
  return Object.fromEntries(drawn) as Drawing;
}

/** What a plot is as text. It is hidden from readers' machines: its label and its table say what it shows. */
function svgOf(options: PlotOptions): string {
  const svg = plot({ document: document as unknown as Document, ...options });
  svg.querySelector('style')?.remove();
  for (const name of ['class', 'fill', 'font-family', 'width', 'height']) svg.removeAttribute(name);
  svg.setAttribute('aria-hidden', 'true');
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  // A tenth of a unit is less than any screen shows.
  return svg.outerHTML.replace(/(\d+\.\d)\d+/g, '$1');
}
