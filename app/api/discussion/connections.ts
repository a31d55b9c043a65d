import { networkOf } from '#lib/network';

/** Lines that one server keeps open, and those of one network: a browser has one for each discussion on a screen. */
const mostOpen = 2_000;
const mostOfNetwork = 40;

type Open = { all: Set<() => void>; networks: Map<string, number> };
const globals = globalThis as typeof globalThis & { broadsheetLines?: Open };

function lines(): Open {
  if (!globals.broadsheetLines) {
    const open: Open = { all: new Set(), networks: new Map() };
    globals.broadsheetLines = open;
    // A server that stops waits for the answers it is giving; these would never end.
    const end = () => {
      for (const close of open.all) close();
    };
    process.once('SIGTERM', end).once('SIGINT', end);
  }
  return globals.broadsheetLines;
}

/** Takes a line for this address; null where there are enough. `close` is called when the server stops. */
export function takeLine(address: string, close: () => void): { release(): void } | null {
  const { all, networks } = lines();
  const network = networkOf(address);
  const own = networks.get(network) ?? 0;
  if (all.size >= mostOpen || own >= mostOfNetwork) return null;
  all.add(close);
  networks.set(network, own + 1);
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      all.delete(close);
      const left = (networks.get(network) ?? 1) - 1;
      if (left > 0) networks.set(network, left);
      else networks.delete(network);
    },
  };
}
