import type { DocumentNode } from '#lib/document/schema';

const webAddress = /\bhttps?:\/\/[^\s<>"']+/gi;

/** The web addresses a document leads to, each once: links, embeds, and those that only stand in the text. */
export function linksOf(body: DocumentNode): string[] {
  const found = new Set<string>();
  const collect = (node: DocumentNode): void => {
    for (const mark of node.marks ?? []) add(mark.attrs?.href);
    add(node.attrs?.href);
    add(node.attrs?.url);
    for (const address of node.text?.match(webAddress) ?? []) add(address);
    for (const child of node.content ?? []) collect(child);
  };
  const add = (value: unknown): void => {
    // One address written with and without its full stop or slash is one link.
    if (typeof value !== 'string' || !/^https?:/i.test(value)) return;
    let end = value.length;
    while (end > 0 && ').,;:!?/'.includes(value.charAt(end - 1))) end--;
    found.add(value.slice(0, end).toLowerCase());
  };
  collect(body);
  return [...found];
}

/** The hosts of those addresses, each once, without `www.`. */
export function hostsOf(body: DocumentNode): string[] {
  const hosts = linksOf(body).flatMap((link) =>
    URL.canParse(link) ? [new URL(link).hostname.replace(/^www\./, '')] : [],
  );
  return [...new Set(hosts)];
}

const files = new Set(['picture', 'gallery', 'audio', 'video', 'attachment', 'inlinePicture']);

/** How many files stand in a document. */
export function countFiles(node: DocumentNode): number {
  const inside = (node.content ?? []).reduce((total, child) => total + countFiles(child), 0);
  return inside + (files.has(node.type) && node.type !== 'gallery' ? 1 : 0);
}
