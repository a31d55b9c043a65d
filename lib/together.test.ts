import { expect, test } from 'vitest';
import { together } from './together.ts';

test('what is asked for meanwhile is loaded together, and after it was asked for', async () => {
  const loads: string[][] = [];
  const open: (() => void)[] = [];
  const get = together(async (keys) => {
    loads.push(keys);
    await new Promise<void>((go) => open.push(go));
    return new Map(keys.filter((key) => key !== 'none').map((key) => [key, key.toUpperCase()]));
  });
  const first = get('a');
  const rest = [get('a'), get('b'), get('none')];
  open.shift()?.();
  expect(await first).toBe('A');
  open.shift()?.();
  expect(await Promise.all(rest)).toEqual(['A', 'B', null]);
  expect(loads).toEqual([['a'], ['a', 'b', 'none']]);
});

test('a load that fails fails for those who waited for it, and the next one is tried', async () => {
  let fails = true;
  const get = together(async (keys) => {
    if (fails) throw new Error('away');
    return new Map(keys.map((key) => [key, 1]));
  });
  await expect(get('a')).rejects.toThrow('away');
  fails = false;
  expect(await get('a')).toBe(1);
});
