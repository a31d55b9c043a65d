/** The addresses of pages, in one place. Slugs may be Unicode; addresses are percent-encoded. */
const part = (slug: string): string => encodeURIComponent(slug);

export const articlePath = (slug: string): string => `/articles/${part(slug)}`;
export const pagePath = (slug: string): string => `/${part(slug)}`;
export const sectionPath = (slug: string): string => `/sections/${part(slug)}`;
export const tagPath = (slug: string): string => `/tags/${part(slug)}`;
export const authorPath = (slug: string): string => `/authors/${part(slug)}`;
export const archivePath = '/archive';
export const countingPath = '/about/counting';
/** What players of other services are, and which this browser shows without asking. */
export const playersPath = '/about/players';
/** Where editors see what could not be looked up, and switch services. */
export const embedsDeskPath = '/admin/embeds';
/** Where editors see what other sites said, and whom we told of a link. */
export const linkbacksDeskPath = '/admin/linkbacks';
/** What the newsroom wants to know of its readers, and the numbers of one plot as a file. */
export const figuresPath = '/admin';
export const figuresFilePath = (plot: string, { from, to }: { from: string; to: string }): string =>
  `/admin/figures/${plot}?from=${from}&to=${to}`;
/** Who did what, and how the machinery does. */
export const logPath = '/admin/log';
export const logFilePath = (format: 'csv' | 'jsonl'): string => `${logPath}/file/${format}`;
export const systemPath = '/admin/system';
/** Where articles are written: their list, or one of them. */
export const articlesDeskPath = '/admin/articles';
export const deskPath = (id: number): string => `${articlesDeskPath}/${id}`;
/** Where what articles are put under is managed: the list of a kind, or one of it. */
export const termsDeskPath = (kind: 'section' | 'tag' | 'author', id?: number): string =>
  `/admin/${kind}s${id === undefined ? '' : `/${id}`}`;
/** How the publication looks, what leads through it, and what stands on top of its front page. */
export const lookDeskPath = '/admin/look';
export const lookPreviewPath = (page: 'front' | 'article'): string => `${lookDeskPath}/preview/${page}`;
export const menusDeskPath = '/admin/menus';
export const frontDeskPath = '/admin/front';
export const redirectsDeskPath = '/admin/redirects';
export const sourcesDeskPath = '/admin/sources';
/** The files of articles: all of them, or one. */
export const mediaDeskPath = '/admin/media';
export const mediaFilePath = (id: string): string => `${mediaDeskPath}/${id}`;
/** Who has an account, and what the publication is set to. */
export const peopleDeskPath = '/admin/people';
/** Where a publication is brought in or out. */
export const transferPath = '/admin/transfer';
export const exportFilePath = (id: string): string => `${transferPath}/${id}/file`;
/** Where a file is sent that is to be imported. Not under `/admin`, where `proxy.ts` would read the body first. */
export const importUploadPath = '/api/transfer';
export const settingsDeskPath = '/admin/settings';
/** An article that is not public, by a link that somebody was given. */
export const previewPath = (token: string): string => `/preview/${token}`;
/** Every correction, and what was changed in one article. */
export const correctionsPath = '/corrections';
export const changesPath = (slug: string): string => `${articlePath(slug)}/changes`;
export const statsPath = (slug: string): string => `${articlePath(slug)}/stats`;

/** `month` is 1–12. */
export const monthPath = (year: number, month: number): string => `/archive/${year}/${String(month).padStart(2, '0')}`;

/** A page of a thread. The first in the order of time is the article's own. */
export const threadPath = (slug: string, page: number, order: 'oldest' | 'newest' | 'liked' = 'oldest'): string => {
  if (order !== 'oldest') return `${articlePath(slug)}/responses/${order}/${page}`;
  return page === 1 ? `${articlePath(slug)}#responses` : `${articlePath(slug)}/responses/${page}`;
};

/** The id by which a page leads to a response. */
export const responseAnchor = (id: number): string => `response-${id}`;

/** A response where it stands: the page of its thread in the order of time. */
export const responseInThread = (slug: string, page: number, id: number): string =>
  `${page === 1 ? articlePath(slug) : threadPath(slug, page)}#${responseAnchor(id)}`;

/** What leads to one response, wherever it stands by now; with `part` a page about it alone. */
export const responsePath = (id: number, part?: 'more' | 'reply' | 'edit' | 'delete' | 'report' | 'appeal'): string =>
  part === undefined ? `/responses/${id}` : `/responses/${id}/${part}`;

/** The form of an article on a page of its own, for who signs in first without JavaScript. */
export const respondPath = (articleId: number): string => `/respond/${articleId}`;
export const notificationsPath = '/account/notifications';
/** Where the second step of signing in is set up. */
export const securityPath = '/account/security';
/** Where a session that waits for its code is given it. */
export const codePath = '/sign-in/code';
/** Where somebody shows that it is them, and goes on to `to`; without it, goes back to the window they came from. */
export const confirmPath = (to?: string): string =>
  to === undefined ? '/account/confirm' : `/account/confirm?to=${encodeURIComponent(to)}`;
/** Ends the mail to an account: a page to readers, a POST from mail programs. */
export const unsubscribePath = (token: string): string => `/unsubscribe/${token}`;
/** A page from which one goes on to `to`, a path of ours; the front page need not be named. */
export const backTo = (path: string, to: string): string =>
  to === '/' ? path : `${path}?to=${encodeURIComponent(to)}`;
/** Sign in, and come back to a path of ours. */
export const signInPath = (to: string): string => `/sign-in?to=${encodeURIComponent(to)}`;

/** Where trackbacks of an article are sent. */
export const trackbackPath = (slug: string): string => `${articlePath(slug)}/trackback`;
/** Where pingbacks are sent. */
export const pingbackPath = '/xmlrpc';
/** Where webmentions are sent; a GET is led to the form by which people send them. */
export const webmentionPath = '/webmention';
export const sendWebmentionPath = `${webmentionPath}/send`;
/** What became of a linkback. */
export const linkbackStatusPath = (id: string): string => `${webmentionPath}/${id}`;

/** What a dynamic segment of an address says, or null where it is no valid percent-encoding. */
export function decodeSegment(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** A page number as addresses write it: decimal, from 1, without leading zeros. Null for anything else. */
export function pageNumber(value: string): number | null {
  return /^[1-9]\d{0,5}$/.test(value) ? Number(value) : null;
}

/** The host of a web address, without `www.`; the address itself where it has none. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : address;
}
