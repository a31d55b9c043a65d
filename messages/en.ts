/**
 * Every word of the interface, in English. Another language is another file of the same shape, named in
 * `messages/catalogue.ts`. Functions receive what the sentence needs; numbers come formatted.
 */
export const en = {
  skipToContent: 'Skip to content',
  sections: 'Sections',
  latest: 'Latest',
  mostDiscussed: 'Most discussed',
  readMore: 'Read more',
  by: 'By',
  published: 'Published',
  updated: 'Updated',
  minutesToRead: (minutes: string) => `${minutes} min read`,
  notFoundTitle: 'Page not found',
  notFoundText: 'There is no page at this address. It may have moved, or been withdrawn.',
  backToFront: 'Go to the front page',
  emptyFront: 'Nothing has been published yet.',
} as const;
