export * from './accounts.ts';
export * from './articles.ts';
export * from './files.ts';
export * from './imports.ts';
export * from './moderation.ts';
export * from './responses.ts';
export * from './site.ts';
export * from './views.ts';
