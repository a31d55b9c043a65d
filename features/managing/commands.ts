export { changeArticles } from './bulk.ts';
export { addRedirect, removeRedirect } from './redirects.ts';
export { mergeTerms, moveSection, removeTerm, saveTerm } from './terms.ts';
export { removeView, saveView } from './views.ts';
