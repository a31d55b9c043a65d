/** How many requests the server of this process answers: what can wait makes room for readers. */

let second = 0;
let counted = 0;
let before = 0;

function turn(now: number): void {
  if (now === second) return;
  before = now === second + 1 ? counted : 0;
  counted = 0;
  second = now;
}

export function countRequest(): void {
  turn(Math.floor(performance.now() / 1000));
  counted++;
}

/** Requests of the last whole second, or of this one where they are more. */
export function requestsLately(): number {
  turn(Math.floor(performance.now() / 1000));
  return Math.max(before, counted);
}
