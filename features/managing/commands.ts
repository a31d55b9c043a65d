export { changeArticles } from './bulk.ts';
export { pinArticle, placePinned, unpinArticle } from './front.ts';
export { addRedirect, removeRedirect } from './redirects.ts';
export { renameSource } from './sources.ts';
export { mergeTerms, moveSection, removeTerm, saveTerm } from './terms.ts';
export { removeView, saveView } from './views.ts';
