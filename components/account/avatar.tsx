/** A number that is the same for the same text (FNV-1a, 32 bits). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** What stands in the picture: the first letter or digit of the name. */
const initialOf = (name: string): string =>
  (/[\p{L}\p{N}]/u.exec(name.normalize('NFC'))?.[0] ?? '·').toLocaleUpperCase('en');

/**
 * A picture made of the name: its initial over hatching whose angle and density, like an engraver's, are the person's own.
 * `seed` keeps it the same when the name changes; `size` is in CSS pixels. The name stands beside it, so it says nothing.
 */
export function Avatar({ name, seed, size = 40 }: { name: string; seed: string; size?: number }) {
  const hash = hashOf(seed);
  const step = 3 + (hash % 4);
  let lines = '';
  for (let y = -8; y <= 48; y += step) lines += `M-8 ${y}H48`;
  return (
    <svg className="avatar" viewBox="0 0 40 40" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={lines} transform={`rotate(${(hash >>> 4) % 180} 20 20)`} />
      <text x="20" y="20" dy=".35em">
        {initialOf(name)}
      </text>
    </svg>
  );
}
