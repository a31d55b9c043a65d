/** Files that are judged at the same time: a large picture takes some hundred megabytes while it is. */
const atOnce = 2;
/** A file to be judged: of whom, and whether nothing else may be judged meanwhile. */
type Turn = { of: string; alone: boolean; go: () => void };
const working = new Set<Turn>();
const queue: Turn[] = [];

/** Does the work when it may begin: one at a time per person, so that nobody keeps the others waiting. */
export async function inTurn<T>({ of, alone }: Omit<Turn, 'go'>, work: () => Promise<T>): Promise<T> {
  const { promise, resolve: go } = Promise.withResolvers<void>();
  const turn = { of, alone, go };
  queue.push(turn);
  goOn();
  await promise;
  try {
    return await work();
  } finally {
    working.delete(turn);
    goOn();
  }
}

/** Begins what may begin, in the order in which it came. */
function goOn(): void {
  for (const turn of [...queue]) {
    const now = [...working];
    if (now.length >= atOnce || now.some(({ alone }) => alone)) return;
    if (now.some(({ of }) => of === turn.of)) continue;
    // Nobody overtakes it, or it would never be alone.
    if (turn.alone && now.length > 0) return;
    queue.splice(queue.indexOf(turn), 1);
    working.add(turn);
    turn.go();
  }
}
