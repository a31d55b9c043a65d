import { SaxesParser } from 'saxes';
import { escapeXml } from '#lib/html';

/** A call of XML-RPC (http://xmlrpc.com/spec.md): values as texts, where an array has its items. */
export type XmlRpcCall = { method: string; params: string[] };

/** XML that is none, or more than a call needs: entities, nesting, length. */
export class XmlRpcError extends Error {}

const deepest = 16;
const mostParams = 16;

/** Reads a call. Throws an `XmlRpcError` for what is not well formed, brings a DTD, or is no call. */
export function readCall(text: string): XmlRpcCall {
  const path: string[] = [];
  const params: string[] = [];
  let method: string | null = null;
  let value = '';
  let typed = false;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new XmlRpcError(error.message);
  });
  parser.on('doctype', () => {
    throw new XmlRpcError('A document type is not read.');
  });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    if (path.length > deepest) throw new XmlRpcError('It is nested too deep.');
    if (path.length === 1 && name !== 'methodCall') throw new XmlRpcError('It is no methodCall.');
    if (name === 'value') {
      value = '';
      typed = false;
    } else if (path.at(-2) === 'value') {
      value = '';
      typed = true;
    }
  });
  const take = (part: string) => {
    const [own, above] = [path.at(-1), path.at(-2)];
    if (own === 'methodName' && path.length === 2) method = (method ?? '') + part;
    // A value without a type is a string.
    else if (above === 'value' || (own === 'value' && !typed)) value += part;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', ({ name }) => {
    path.pop();
    if (name !== 'value' || path.join('/') !== 'methodCall/params/param') return;
    if (params.length === mostParams) throw new XmlRpcError('It has too many params.');
    params.push(value);
  });
  parser.write(text).close();
  if (method === null) throw new XmlRpcError('It names no method.');
  return { method: (method as string).trim(), params: params.map((each) => each.trim()) };
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const stringOf = (text: string): string => `<value><string>${escapeXml(text)}</string></value>`;

/** The answer to a call: a string, or an array of them. */
export function resultOf(result: string | readonly string[]): string {
  const value =
    typeof result === 'string'
      ? stringOf(result)
      : `<value><array><data>${result.map(stringOf).join('')}</data></array></value>`;
  return `${declaration}<methodResponse><params><param>${value}</param></params></methodResponse>\n`;
}

export const faultOf = (code: number, message: string): string =>
  `${declaration}<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>${code}</int></value></member><member><name>faultString</name>${stringOf(message)}</member></struct></value></fault></methodResponse>\n`;
