import { createElement, Fragment, type HTMLAttributes, isValidElement, type ReactElement, type ReactNode } from 'react';
import { escapeXml } from '#lib/html';

/*
 * A page is rendered four times before it is first sent: twice into React's own format and twice from it into HTML.
 * Words that no script of React's will ever touch go through all of it as one text each when they are made HTML first.
 * The rules are those of React's own writer for HTML; `markup.test.tsx` holds the two against each other.
 */

const voids = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/** Attributes that are there or not. */
const flags = new Set(
  'allowFullScreen async autoPlay controls default defer disabled download hidden inert itemScope loop muted noValidate open playsInline reversed'.split(
    ' ',
  ),
);

/** React does more with these than to write them. */
const refused = new Set('body button form head html input link meta option select style textarea title'.split(' '));

const names: Record<string, string> = { className: 'class', htmlFor: 'for', tabIndex: 'tabindex' };

/** Browsers run such an address, however it is written. React refuses the same. */
const runs = (address: string): boolean => /^javascript:/i.test(address.replace(/[\p{Cc}\p{Zs}]/gu, ''));
const addresses = new Set(['action', 'formAction', 'href', 'src', 'xlinkHref']);

const quote = (name: string, value: unknown): string => ` ${name}="${escapeXml(String(value))}"`;

function styleOf(style: Record<string, unknown>): string {
  const parts = Object.entries(style).flatMap(([name, value]) => {
    if (value === null || value === undefined || typeof value === 'boolean' || value === '') return [];
    if (name.startsWith('--') || name === 'aspectRatio') {
      return `${name.startsWith('--') ? name : 'aspect-ratio'}:${String(value).trim()}`;
    }
    throw new Error(`The style ${name} is not one that markup has.`);
  });
  return parts.length > 0 ? quote('style', parts.join(';')) : '';
}

function attributeOf(name: string, value: unknown): string {
  if (value === null || value === undefined || typeof value === 'function' || typeof value === 'symbol') return '';
  if (name === 'children' || name === 'dangerouslySetInnerHTML' || name === 'suppressHydrationWarning') return '';
  if (name === 'style') return styleOf(value as Record<string, unknown>);
  if (flags.has(name)) {
    if (name === 'download' && typeof value === 'string') return quote(name, value);
    return value ? ` ${name}=""` : '';
  }
  const spelt = name.startsWith('aria-') || name.startsWith('data-');
  if (typeof value === 'boolean' && !spelt) return '';
  if (addresses.has(name) && runs(String(value))) return '';
  // An empty address would load the page itself.
  if (name === 'src' && value === '') return '';
  return quote(names[name] ?? name, value);
}

function elementOf({ type, props }: ReactElement<Record<string, unknown>>): string {
  const children = props.children as ReactNode;
  if (type === Fragment) return markupOf(children);
  if (typeof type === 'function') {
    if ('$$typeof' in type) throw new Error('A component of the browser can not be markup.');
    return markupOf((type as (props: Record<string, unknown>) => ReactNode)(props));
  }
  if (typeof type !== 'string' || refused.has(type) || (type === 'script' && 'src' in props)) {
    throw new Error(`${String(type)} can not be markup.`);
  }
  let html = `<${type}`;
  for (const [name, value] of Object.entries(props)) html += attributeOf(name, value);
  if (voids.has(type)) return `${html}/>`;
  const inner = (props.dangerouslySetInnerHTML as { __html: string } | undefined)?.__html ?? markupOf(children);
  // HTML drops one line break at the start of `<pre>`.
  return `${html}>${type === 'pre' && inner.startsWith('\n') ? '\n' : ''}${inner}</${type}>`;
}

/** What components of the server render, as HTML, every text and attribute escaped. They are called, so none may wait. */
export function markupOf(node: ReactNode): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (typeof node === 'string') return escapeXml(node);
  if (typeof node === 'number' || typeof node === 'bigint') return String(node);
  if (isValidElement<Record<string, unknown>>(node)) return elementOf(node);
  if (Symbol.iterator in node) {
    let html = '';
    for (const child of node) html += markupOf(child);
    return html;
  }
  throw new Error('What waits can not be markup.');
}

type Props = HTMLAttributes<HTMLElement> & {
  as: 'div' | 'footer' | 'header' | 'nav' | 'ol' | 'section';
  children: ReactNode;
};

/** An element whose children go to the browser as HTML: for what React need not know there. */
export function Markup({ as, children, ...attributes }: Props) {
  // By `data-words` the copy of it in React's own format is found, and left out of the page (`bin/deferred-scripts.ts`).
  return createElement(as, {
    ...attributes,
    'data-words': '',
    dangerouslySetInnerHTML: { __html: markupOf(children) },
  });
}
