import { askedByNobody } from './request-address.ts';

/** What a batch is asked for at most. */
const mostTogether = 50;

/**
 * Does the same for many in one go: what is asked for while a batch is under way goes into the next one. So each gets what
 * was true after they asked, and a thousand at once are a few queries. `run` gives an answer for each of its inputs, in
 * their order. Where it throws, each input is tried alone: one of them may be at fault. `pause` gives the milliseconds that
 * the next batch waits for more of them.
 */
export function inBatches<Input, Output>(
  run: (inputs: Input[]) => Promise<Output[]>,
  pause: () => number = () => 0,
): (input: Input) => Promise<Output> {
  type Waiting = { input: Input; done: (output: Output) => void; fail: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let running = false;
  const take = async (batch: Waiting[]): Promise<void> => {
    try {
      // In the request of whoever came first, but not of it.
      const outputs = await askedByNobody(() => run(batch.map(({ input }) => input)));
      if (outputs.length !== batch.length) throw new Error('A batch has an answer for each of its inputs.');
      batch.forEach(({ done }, place) => {
        done(outputs[place] as Output);
      });
    } catch (error) {
      if (batch.length === 1) batch[0]?.fail(error);
      else for (const one of batch) await take([one]);
    }
  };
  const work = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const wait = pause();
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
      await take(waiting.splice(0, mostTogether));
    }
    running = false;
  };
  return (input) =>
    new Promise((done, fail) => {
      waiting.push({ input, done, fail });
      if (!running) void work();
    });
}

/** Loads by key in batches, each key once; null where there is nothing of that key. */
export function together<Value>(
  load: (keys: string[]) => Promise<Map<string, Value>>,
  pause?: () => number,
): (key: string) => Promise<Value | null> {
  return inBatches<string, Value | null>(async (keys) => {
    const found = await load([...new Set(keys)]);
    return keys.map((key) => found.get(key) ?? null);
  }, pause);
}
