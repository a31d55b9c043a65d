import { expect, test, vi } from 'vitest';
import { inBatches, together } from './together.ts';

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
  await vi.waitFor(() => expect(open).toHaveLength(1));
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

test('of a batch that fails each is tried alone, so that only the one at fault fails', async () => {
  const runs: number[][] = [];
  const half = inBatches(async (inputs: number[]) => {
    runs.push(inputs);
    await Promise.resolve();
    if (inputs.some((input) => input % 2 === 1)) throw new Error('odd');
    return inputs.map((input) => input / 2);
  });
  expect(await Promise.allSettled([half(2), half(4), half(3), half(6)])).toEqual([
    { status: 'fulfilled', value: 1 },
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: new Error('odd') },
    { status: 'fulfilled', value: 3 },
  ]);
  expect(runs).toEqual([[2], [4, 3, 6], [4], [3], [6]]);
});
