/** Minutes by which clocks in an IANA time zone are ahead of UTC at a moment. */
function offsetAt(milliseconds: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(milliseconds);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return Math.round((shown - milliseconds) / 60_000);
}

/**
 * The moment that `2026-03-29T02:30` is on clocks in a time zone; an invalid date for what is no such text. A time that a
 * change of clocks leaves out is taken as if they had not been changed yet; of one that comes twice it is the first.
 */
export function fromZone(local: string, timeZone: string): Date {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local)) return new Date(Number.NaN);
  const shown = Date.parse(`${local}Z`);
  if (Number.isNaN(shown)) return new Date(Number.NaN);
  const day = 86_400_000;
  const [before, after] = [offsetAt(shown - day, timeZone), offsetAt(shown + day, timeZone)];
  const fits = [before, after]
    .map((offset) => ({ offset, at: shown - offset * 60_000 }))
    .find(({ offset, at }) => offsetAt(at, timeZone) === offset);
  return new Date(fits?.at ?? shown - before * 60_000);
}

/** A moment (ISO 8601) as clocks in a time zone show it, for a field of the type `datetime-local`. */
export function inZone(iso: string, timeZone: string): string {
  const at = Date.parse(iso);
  return new Date(at + offsetAt(at, timeZone) * 60_000).toISOString().slice(0, 16);
}
