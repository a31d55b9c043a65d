/** The article a segment names; null for what is no number of one. */
export const articleIdIn = (segment: string): number | null =>
  /^[1-9]\d{0,14}$/.test(segment) ? Number(segment) : null;
