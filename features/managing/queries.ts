export { listFrontDesk } from './front.ts';
export { listRedirects } from './redirects.ts';
export { listSources } from './sources.ts';
export { listTermNames, listTerms, requireTerm } from './terms.ts';
export { listViews } from './views.ts';
