/** Hits that one network may bring within a minute. A school behind one address stays under it. */
const mostPerMinute = 120;
/** Networks that are watched at once; the oldest make room. */
const mostNetworks = 20_000;

/**
 * Holds back whoever makes many readers out of one address by changing the name of the browser. Counts by this
 * process's own steady clock and forgets everything each minute.
 */
export class FloodGate {
  #calls = new Map<string, number>();
  #minute = 0;

  /** Whether the network has had its hits of this minute; `now` is in milliseconds. */
  isFull(network: string, now = performance.now()): boolean {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#calls = new Map();
    }
    const calls = (this.#calls.get(network) ?? 0) + 1;
    if (calls === 1 && this.#calls.size >= mostNetworks) {
      const [oldest] = this.#calls.keys();
      if (oldest !== undefined) this.#calls.delete(oldest);
    }
    this.#calls.set(network, calls);
    return calls > mostPerMinute;
  }
}
