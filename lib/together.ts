/**
 * Loads by key, many in one go: what is asked for while a load is under way goes into the next one, together. So each
 * gets what was true after they asked, and a thousand at once are a few queries. `pause` gives the milliseconds that the
 * next load waits for more of them.
 */
export function together<Value>(
  load: (keys: string[]) => Promise<Map<string, Value>>,
  pause: () => number = () => 0,
): (key: string) => Promise<Value | null> {
  type Waiting = { key: string; done: (value: Value | null) => void; fail: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let loading = false;
  const run = async (): Promise<void> => {
    loading = true;
    while (waiting.length > 0) {
      const wait = pause();
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
      const now = waiting;
      waiting = [];
      try {
        const found = await load([...new Set(now.map(({ key }) => key))]);
        for (const { key, done } of now) done(found.get(key) ?? null);
      } catch (error) {
        for (const { fail } of now) fail(error);
      }
    }
    loading = false;
  };
  return (key) =>
    new Promise((done, fail) => {
      waiting.push({ key, done, fail });
      if (!loading) void run();
    });
}
