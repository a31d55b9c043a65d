export { listFrontDesk } from './front.ts';
export { listRedirects } from './redirects.ts';
export { listTermNames, listTerms, requireTerm } from './terms.ts';
export { listViews } from './views.ts';
