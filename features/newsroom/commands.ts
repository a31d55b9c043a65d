export { addNote, checkLinks, createPreview, notePresence, resolveNote, revokePreview } from './beside.ts';
export { addCorrection, editCorrection, removeCorrection } from './corrections.ts';
export { createArticle, restoreRevision, saveArticle } from './drafts.ts';
export {
  approveArticle,
  archiveArticle,
  publishArticle,
  restoreArticle,
  returnToDraft,
  scheduleArticle,
  submitForReview,
  unscheduleArticle,
} from './publishing.ts';
