import { hintCookie } from './session-cookies.ts';

/** The one line of script in the head of every page. Before anything is painted: style sheets may ask whether somebody is signed in. */
export const markSignedIn = `if(/(?:^|; )${hintCookie}=1/.test(document.cookie))document.documentElement.dataset.signedIn=''`;
