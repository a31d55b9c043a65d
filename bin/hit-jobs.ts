import { sweepHits, tellPages } from '#features/views/jobs';
import { messageOf } from '#lib/errors';

/** Milliseconds between two looks at which numbers changed: pages are to be at most a minute old. */
const tellEvery = 30_000;
/** Looks after which the sweep comes again. */
const looksPerSweep = 2;

/** Keeps the numbers in static pages young and the tables of hits small, for as long as the server runs. */
export function followHits(log: (message: string) => void): { stop(): void } {
  let looks = 0;
  let failing = false;
  let stopped = false;
  let timer: NodeJS.Timeout;
  const look = async () => {
    try {
      await tellPages();
      if (looks++ % looksPerSweep === 0) await sweepHits();
      failing = false;
    } catch (error) {
      if (!failing) log(`Numbers in pages are not renewed: ${messageOf(error)}`);
      failing = true;
    }
    if (!stopped) plan(tellEvery);
  };
  const plan = (milliseconds: number) => {
    timer = setTimeout(look, milliseconds).unref();
  };
  // Soon after a start, for what was counted before it.
  plan(2_000);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
