type Listener = () => void;

/** One for the process: Next's bundle and the server around it have modules of their own. */
const globals = globalThis as typeof globalThis & { broadsheetLive?: Map<string, Set<Listener>> };
globals.broadsheetLive ??= new Map();
const listeners = globals.broadsheetLive;

/** Tells whoever listens in this process that something about a topic (a cache tag) has changed. */
export function publish(topic: string): void {
  for (const listener of listeners.get(topic) ?? []) listener();
}

/** Calls back at each change of the topic, on whichever server it was made. Gives what ends it. */
export function subscribe(topic: string, listener: Listener): () => void {
  const known = listeners.get(topic) ?? new Set();
  known.add(listener);
  listeners.set(topic, known);
  return () => {
    known.delete(listener);
    if (known.size === 0 && listeners.get(topic) === known) listeners.delete(topic);
  };
}
