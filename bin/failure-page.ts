import { escapeXml } from '#lib/html';
import { errorTextsFor, failureStyle } from '#messages/errors';

/**
 * The page for a fault of ours, whole and readable without scripts: Next's own is a document without a body. Nothing in it
 * needs the database. `body` is what Next would have sent; the id under which the fault stands in the log is taken from it.
 */
export function failurePage(method: string | undefined, body = ''): Buffer {
  const t = errorTextsFor('en');
  const id = /E\{\\"digest\\":\\"([\w-]{1,64})/.exec(body)?.[1];
  const typed = method === 'POST' ? `<p>${escapeXml(t.typed)}</p>` : '';
  return Buffer.from(
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
      `<meta name="robots" content="noindex"><title>${escapeXml(t.title)}</title><style>${failureStyle}</style></head>` +
      `<body><main><h1>${escapeXml(t.title)}</h1><p>${escapeXml(t.text)}</p>${typed}` +
      `<ul><li><a href="">${escapeXml(t.again)}</a></li><li><a href="/">${escapeXml(t.front)}</a></li></ul>` +
      `${id === undefined ? '' : `<p class="id">${escapeXml(t.id(id))}</p>`}</main></body></html>\n`,
  );
}
