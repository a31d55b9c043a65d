/** Milliseconds that each step waits for others while several come at once: a statement for all of them costs as one does. */
const crowdWait = 40;

let inside = 0;

/** Does one of what may come in crowds. */
export async function amongOthers<Result>(work: () => Promise<Result>): Promise<Result> {
  inside++;
  try {
    return await work();
  } finally {
    inside--;
  }
}

export const crowdPause = (): number => (inside > 1 ? crowdWait : 0);
