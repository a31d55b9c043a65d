import { siteUrl } from './env.ts';

/** Whether readers come by https; cookies are then never sent without it. */
export const secureCookies = (): boolean => siteUrl().startsWith('https:');

/** Holds the token of a session: the name that Auth.js gives it. */
export const sessionCookie = (): string => `${secureCookies() ? '__Secure-' : ''}authjs.session-token`;

/** Both names that it can have. */
export const sessionCookies = ['authjs.session-token', '__Secure-authjs.session-token'] as const;

/** Says to scripts and style sheets that somebody is signed in. There is no secret in it, and nobody is believed for it. */
export const hintCookie = 'broadsheet_signed_in';

/** Names the browser that asked for a sign-in link: the link works nowhere else. */
export const browserCookie = (): string => `${secureCookies() ? '__Host-' : ''}broadsheet_browser`;

/** The address a link was sent to, for the page that says so; no other page receives it. */
export const askedCookie = 'broadsheet_asked';
