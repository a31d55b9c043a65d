import { SaxesParser } from 'saxes';
import { documentText, shorten } from '#lib/document/text';
import { escapeXml, withoutForbidden } from '#lib/html';
import type { SafeFetchOptions, SafeResponse } from '#lib/safe-fetch';
import { withoutUnseen } from '#lib/unseen';
import { type Ask, type Endpoint, longestWait } from './discovery.ts';

/** What is told: that the page `source` links to `target`, or does not any more. */
export type Telling = { source: string; target: string; title: string; excerpt: string; siteName: string };

/** What came back. `later`: it may be otherwise another time, after `waitSeconds` where the other side said so. */
export type Answer = {
  outcome: 'told' | 'refused' | 'later';
  /** HTTP status. */
  status: number;
  /** In the words of the other side. */
  text: string;
  waitSeconds: number;
};

const form = 'application/x-www-form-urlencoded; charset=utf-8';
const longestAnswer = 300;
const mostBytes = 64_000;
/** Elements inside each other in an answer. */
const deepest = 30;

/** Tells an endpoint by its protocol. Throws a `PersonError` where it can't be reached. */
export async function tell({ protocol, url }: Endpoint, telling: Telling, ask: Ask): Promise<Answer> {
  const post = (type: string, body: string): Promise<SafeResponse> => {
    const options: SafeFetchOptions = {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      accept: ['*/*'],
      maxBytes: mostBytes,
      cut: true,
      timeout: longestWait,
      keepMethod: true,
    };
    return ask(url, options);
  };
  const { source, target } = telling;
  if (protocol === 'webmention')
    return webmentionAnswer(await post(form, `${new URLSearchParams({ source, target })}`));
  if (protocol === 'pingback') return pingbackAnswer(await post('text/xml', pingbackCall(source, target)));
  return trackbackAnswer(await post(form, trackbackForm(telling)));
}

/** Any answer that is no success: what is wrong with the sender's words is final, what is wrong over there may pass. */
function failure({ status, headers, body, type }: SafeResponse): Answer {
  const passing = status === 408 || status === 429 || status >= 500;
  const after = Number(headers.get('retry-after') ?? 0);
  return {
    outcome: passing ? 'later' : 'refused',
    status,
    text: wordsOf(body, type),
    waitSeconds: Number.isFinite(after) && after > 0 ? after : 0,
  };
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Any 2xx means that it was taken (https://www.w3.org/TR/webmention/, 3.1.3). */
export function webmentionAnswer(answer: SafeResponse): Answer {
  if (!isSuccess(answer.status)) return failure(answer);
  const text = wordsOf(answer.body, answer.type) || line(answer.headers.get('location') ?? '');
  return { outcome: 'told', status: answer.status, text, waitSeconds: 0 };
}

/** `pingback.ping(sourceURI, targetURI)`. */
export const pingbackCall = (source: string, target: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<methodCall><methodName>pingback.ping</methodName><params>${[source, target]
    .map((value) => `<param><value><string>${escapeXml(value)}</string></value></param>`)
    .join('')}</params></methodCall>\n`;

/** Fault 48 is "already registered": it was told before, by whatever way. */
export function pingbackAnswer(answer: SafeResponse): Answer {
  if (!isSuccess(answer.status)) return failure(answer);
  const { status } = answer;
  const read = readXml(answer.body);
  if (read?.root !== 'methodResponse')
    return { outcome: 'refused', status, text: wordsOf(answer.body, answer.type), waitSeconds: 0 };
  if (!read.has('fault')) return { outcome: 'told', status, text: line(read.text('params')), waitSeconds: 0 };
  const code = Number(read.member('faultCode') || Number.NaN);
  const text = line([Number.isNaN(code) ? '' : `Fault ${code}`, read.member('faultString')].filter(Boolean).join(': '));
  return { outcome: code === 48 ? 'told' : 'refused', status, text, waitSeconds: 0 };
}

const trackbackForm = ({ source, title, excerpt, siteName }: Telling): string =>
  `${new URLSearchParams({ title, url: source, excerpt: shorten(excerpt, 250), blog_name: siteName })}`;

/** `<error>0</error>`, or another number and a message, with HTTP 200 for both. */
export function trackbackAnswer(answer: SafeResponse): Answer {
  if (!isSuccess(answer.status)) return failure(answer);
  const { status } = answer;
  const read = readXml(answer.body);
  if (read?.root !== 'response')
    return { outcome: 'refused', status, text: wordsOf(answer.body, answer.type), waitSeconds: 0 };
  const told = read.text('error').trim() === '0';
  return { outcome: told ? 'told' : 'refused', status, text: line(read.text('message')), waitSeconds: 0 };
}

type ReadXml = {
  root: string;
  has(name: string): boolean;
  /** All text inside the first element of this name. */
  text(name: string): string;
  /** The value of a member of an XML-RPC struct. */
  member(name: string): string;
};

/** Small XML of others; null for what is none. A DOCTYPE is refused: nothing that needs one is an answer. */
function readXml(body: Buffer): ReadXml | null {
  const texts = new Map<string, string>();
  const members = new Map<string, string>();
  const open: string[] = [];
  const done = new Set<string>();
  let root = '';
  let member = '';
  const parser = new SaxesParser();
  try {
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('doctype', () => {
      throw new Error('An answer has no DOCTYPE.');
    });
    parser.on('opentag', ({ name }) => {
      root ||= name;
      open.push(name);
      if (open.length > deepest) throw new Error('No answer is that deep.');
      if (!texts.has(name)) texts.set(name, '');
      if (name === 'member') member = '';
    });
    const note = (text: string) => {
      for (const name of new Set(open)) if (!done.has(name)) texts.set(name, `${texts.get(name) ?? ''}${text}`);
      if (open.at(-1) === 'name') member += text.trim();
      else if (member !== '' && open.includes('value')) members.set(member, `${members.get(member) ?? ''}${text}`);
    };
    parser.on('text', note);
    parser.on('cdata', note);
    parser.on('closetag', ({ name }) => {
      open.pop();
      if (!open.includes(name)) done.add(name);
    });
    // PHP puts white space before the declaration, and sites of ours are not the first to bear it.
    parser.write(body.toString('utf8').trimStart()).close();
  } catch {
    return null;
  }
  return {
    root,
    has: (name) => texts.has(name),
    text: (name) => texts.get(name) ?? '',
    member: (name) => (members.get(name) ?? '').trim(),
  };
}

const line = (text: string): string =>
  shorten(withoutUnseen(withoutForbidden(text.toWellFormed())).replace(/\s+/g, ' ').trim(), longestAnswer);

/** The words of an answer of any type; tags are taken away where there are some. */
function wordsOf(body: Buffer, type: string): string {
  const text = body.subarray(0, 8_000).toString('utf8');
  if (!type.includes('html') && !type.includes('xml')) return line(text);
  return line(
    text
      .replace(/<(script|style|head)\b[\s\S]{0,4000}?<\/\1>/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(
        /&(amp|lt|gt|quot|#0?39);/g,
        (_, name: string) => (({ amp: '&', lt: '<', gt: '>', quot: '"' }) as Record<string, string>)[name] ?? "'",
      ),
  );
}

/** How an article begins, where nobody wrote an excerpt. */
export const excerptFrom = (excerpt: string, deck: string, body: Parameters<typeof documentText>[0] | null): string =>
  excerpt || deck || (body ? shorten(documentText(body), 250) : '');
