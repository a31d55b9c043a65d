const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** The paragraphs of text inside a block that the schema does not know; none where it is markup only. */
export function wordsOfUnknown(source: string): string[] {
  return source
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<(script|style|noscript|template|svg|iframe|object|select|textarea)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<\/?(p|div|li|h[1-6]|section|tr|br)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/\[\/?[a-z][\w-]*(\s[^\]]*)?\]/gi, ' ')
    .replace(/&(#x[\da-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
      const code = Number.parseInt(
        name.slice(name[1] === 'x' || name[1] === 'X' ? 2 : 1),
        name[1] === 'x' || name[1] === 'X' ? 16 : 10,
      );
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line, at, all) => line !== '' && all.indexOf(line) === at);
}
