import { articlePath, linkbackStatusPath, webmentionPath } from '#lib/addresses';
import { siteUrl } from '#lib/env';
import { escapeXml } from '#lib/html';
import { inWords } from '#lib/waiting';
import { charsetOf, decodeText } from './charset.ts';
import { readForm } from './form.ts';
import { listLinking } from './linking.ts';
import { receiveLinkback } from './receiving.ts';
import { formType, mediaType, mostFormBytes, mostXmlBytes, readBody } from './request.ts';
import { type LinkbackAnswer, LinkbackError, type LinkbackProblem, type LinkbackRequest } from './schema.ts';
import { faultOf, readCall, resultOf, type XmlRpcCall, XmlRpcError } from './xml-rpc.ts';

const noStore = { 'Cache-Control': 'no-store' };
const xml = { 'Content-Type': 'text/xml; charset=utf-8', ...noStore };

/**
 * The answer to a trackback (http://archive.cweiske.de/trackback/trackback-1.2.html) for the article of `slug`: always 200,
 * with `<error>0</error>`, or 1 and a sentence.
 */
export async function answerTrackback(request: LinkbackRequest, slug: string): Promise<LinkbackAnswer> {
  const refuse = (message: string, more: Record<string, string> = {}) => ({
    status: 200,
    headers: { ...xml, ...more },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<response><error>1</error><message>${escapeXml(message)}</message></response>\n`,
  });
  if (request.method !== 'POST')
    return refuse('Send a trackback by POST, with the address of your page in the field url.', { Allow: 'POST' });
  const type = mediaType(request.header('content-type'));
  if (type !== formType) return refuse(`A trackback is a form (${formType}); this is ${type || 'of no type'}.`);
  const bytes = await readBody(request.body, mostFormBytes);
  if (typeof bytes === 'string') return refuse(unread(bytes, mostFormBytes));
  const form = readForm(bytes, request.header('content-type'));
  const field = (name: string) => form.get(name)?.trim() ?? '';
  try {
    await receiveLinkback({
      protocol: 'trackback',
      source: field('url'),
      target: siteUrl() + articlePath(slug),
      said: { title: field('title'), excerpt: field('excerpt'), blogName: field('blog_name') },
      from: request.from,
    });
  } catch (error) {
    if (!(error instanceof LinkbackError)) throw error;
    const message =
      error.problem === 'no_source' ? 'There is no url: the address of the page that links here.' : error.message;
    return refuse(message);
  }
  return {
    status: 200,
    headers: xml,
    body: '<?xml version="1.0" encoding="UTF-8"?>\n<response><error>0</error></response>\n',
  };
}

/** The faults of Pingback 1.0 (https://www.hixie.ch/specs/pingback/pingback), section 3. */
const faults: Record<LinkbackProblem, number> = {
  no_source: 16,
  bad_source: 16,
  own_source: 49,
  no_target: 33,
  elsewhere: 33,
  same: 0,
  unknown_target: 32,
  closed: 33,
  off: 33,
  blocked: 49,
  known: 48,
  too_many: 49,
  read_only: 0,
  gone: 16,
  no_link: 17,
  unreachable: 50,
};

const methods = ['pingback.ping', 'pingback.extensions.getPingbacks', 'system.listMethods'];

/** The answer to a call of XML-RPC: always 200, a result or a fault. */
export async function answerXmlRpc(request: LinkbackRequest): Promise<LinkbackAnswer> {
  const say = (body: string) => ({ status: 200, headers: xml, body });
  if (request.method !== 'POST')
    return {
      status: 405,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', Allow: 'POST', ...noStore },
      body: 'XML-RPC is answered by POST.\n',
    };
  const type = mediaType(request.header('content-type'));
  if (!/^(text|application)\/xml$/.test(type)) return say(faultOf(-32700, 'A call is sent as text/xml.'));
  const bytes = await readBody(request.body, mostXmlBytes);
  if (typeof bytes === 'string') return say(faultOf(-32700, unread(bytes, mostXmlBytes)));
  let call: XmlRpcCall;
  try {
    call = readCall(decodeText(bytes, charsetOf(request.header('content-type')), encodingOf(bytes)));
  } catch (error) {
    if (!(error instanceof XmlRpcError)) throw error;
    return say(faultOf(-32700, 'This is no XML-RPC call that can be read.'));
  }
  const { method, params } = call;
  if (method === 'system.listMethods') return say(resultOf(methods));
  const [first = '', second = ''] = params;
  try {
    if (method === 'pingback.ping') {
      await receiveLinkback({ protocol: 'pingback', source: first, target: second, from: request.from });
      return say(resultOf(`The pingback from ${first} to ${second} is registered, and will be looked up.`));
    }
    if (method === 'pingback.extensions.getPingbacks') return say(resultOf(await listLinking(first, request.from)));
  } catch (error) {
    if (!(error instanceof LinkbackError)) throw error;
    return say(faultOf(faults[error.problem], error.message));
  }
  return say(faultOf(-32601, 'There is no such method here.'));
}

/** The character set that an XML declaration names. */
const encodingOf = (bytes: Uint8Array): string | null =>
  /^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )?.[1] ?? null;

/**
 * The answer to a webmention (https://www.w3.org/TR/webmention/): 202 with the address under which its sender sees what
 * becomes of it. A browser's form is led there.
 */
export async function answerWebmention(request: LinkbackRequest): Promise<LinkbackAnswer> {
  const type = mediaType(request.header('content-type'));
  if (type !== formType)
    return said(request, 415, {
      error: 'type',
      message: `A webmention is a form (${formType}) with source and target.`,
    });
  const bytes = await readBody(request.body, mostFormBytes);
  if (typeof bytes === 'string')
    return said(request, bytes === 'too_large' ? 413 : 408, { error: bytes, message: unread(bytes, mostFormBytes) });
  const form = readForm(bytes, request.header('content-type'));
  const [source, target] = [form.get('source')?.trim() ?? '', form.get('target')?.trim() ?? ''];
  const fromPage = form.get('page') === '1';
  try {
    const { id } = await receiveLinkback({ protocol: 'webmention', source, target, from: request.from });
    const status = siteUrl() + linkbackStatusPath(id);
    if (fromPage) return { status: 303, headers: { Location: status, ...noStore }, body: '' };
    const message = 'It is taken, and will be looked up. What becomes of it is seen at the address of its status.';
    return said(request, 202, { message, status }, { Location: status });
  } catch (error) {
    if (!(error instanceof LinkbackError)) throw error;
    const { problem, message, retryAfter } = error;
    if (fromPage) {
      const query = new URLSearchParams({ problem, source: source.slice(0, 2000), target: target.slice(0, 2000) });
      if (retryAfter > 0) query.set('wait', String(retryAfter));
      return { status: 303, headers: { Location: `${siteUrl()}${webmentionPath}?${query}`, ...noStore }, body: '' };
    }
    const status = problem === 'too_many' ? 429 : problem === 'read_only' ? 503 : 400;
    return said(
      request,
      status,
      { error: problem, message },
      retryAfter > 0 ? { 'Retry-After': String(retryAfter) } : {},
    );
  }
}

type Said = { message: string; error?: string; status?: string };

/** In the form that was asked for: JSON, a page, or plain text. */
function said(
  { header }: LinkbackRequest,
  status: number,
  { message, error, status: at }: Said,
  headers: Record<string, string> = {},
): LinkbackAnswer {
  const accept = header('accept') ?? '';
  const answer = (type: string, body: string): LinkbackAnswer => ({
    status,
    headers: { 'Content-Type': `${type}; charset=utf-8`, ...noStore, ...headers },
    body,
  });
  if (/\bapplication\/(?:[\w.+-]+\+)?json\b/i.test(accept))
    return answer(
      'application/json',
      `${JSON.stringify({ ...(error && { error }), message, ...(at && { status: at }) })}\n`,
    );
  if (/\btext\/html\b/i.test(accept)) {
    const link = at ? `<p><a href="${escapeXml(at)}">${escapeXml(at)}</a></p>` : '';
    return answer(
      'text/html',
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex"><title>Webmention</title><p>${escapeXml(message)}</p>${link}</html>\n`,
    );
  }
  return answer('text/plain', `${message}\n${at ? `${at}\n` : ''}`);
}

const unread = (why: 'too_large' | 'too_slow', most: number): string =>
  why === 'too_large'
    ? `This is longer than ${Math.round(most / 1000)} KB, which is more than it takes to say so.`
    : `It did not arrive within ${inWords(10)}.`;
