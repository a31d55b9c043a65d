import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { looks } from '#features/settings/schema';
import { contrast } from '#lib/colour';
import { accentsOf, papers } from './colours.ts';

const styles = ['tokens', 'look'].map((name) => readFileSync(`app/styles/${name}.css`, 'utf8')).join('\n');

/** The colours that a look has, light and dark, as the style sheets say. */
function coloursOf(look: (typeof looks)[number]): [light: Map<string, string>, dark: Map<string, string>] {
  const selector = look === 'classic' ? ':root,\\s+\\[data-look\\]' : `\\[data-look="${look}"\\]`;
  const blocks = [...styles.matchAll(new RegExp(`${selector} \\{([^}]*--paper:[^}]*)\\}`, 'g'))];
  const [light, dark] = blocks.map(
    ([, block = '']) =>
      new Map([...block.matchAll(/--(\w+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value])),
  );
  return [light, dark] as [Map<string, string>, Map<string, string>];
}

test.each(looks)('the look %s can be read on both papers, and has its papers in two places alike', (look) => {
  const [light, dark] = coloursOf(look);
  const known = papers[look];
  expect([light.get('paper'), light.get('wash')]).toEqual([known.light, known.lightWash]);
  expect([dark.get('paper'), dark.get('wash')]).toEqual([known.dark, known.darkWash]);
  for (const [paper, colours] of [
    ['light', light],
    ['dark', dark],
  ] as const)
    for (const on of ['paper', 'wash'])
      for (const words of ['ink', 'muted'])
        expect(
          contrast(colours.get(words) ?? '', colours.get(on) ?? ''),
          `${words} on ${paper} ${on}`,
        ).toBeGreaterThanOrEqual(known.contrast);
});

test.each(looks)('any accent can be read in the look %s', (look) => {
  const known = papers[look];
  for (const accent of ['#b5341f', '#ffff00', '#ffffff', '#000000', '#0033aa', '#7f7f7f']) {
    const { light, dark } = accentsOf(look, accent);
    for (const on of [known.light, known.lightWash]) expect(contrast(light, on)).toBeGreaterThanOrEqual(known.contrast);
    for (const on of [known.dark, known.darkWash]) expect(contrast(dark, on)).toBeGreaterThanOrEqual(known.contrast);
  }
});
