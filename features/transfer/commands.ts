export { discardTransfer, startImport, stopTransfer, surveyAgain } from './deciding.ts';
export { fetchExport, startExport } from './exporting.ts';
export { takeUpload } from './uploading.ts';
