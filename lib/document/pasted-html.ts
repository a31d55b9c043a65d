import { escapeAttribute, escapeText } from './html-escape.ts';
import { type Html, isTag, parseHtml, styleOf, type Tag, textOf } from './html-tree.ts';
import { safeUrl } from './schema.ts';

/*
 * HTML from the clipboard, made plain before `from-html` reads it: what word processors say in styles becomes elements,
 * their lists become lists, and nothing else of their markup is kept.
 */

/** Longest HTML that is read, in UTF-16 units; what is behind is left out. */
const longest = 5_000_000;

const dropped = new Set(
  'script style template head title meta link base noframes object applet canvas svg math xml form input select textarea noscript'.split(
    ' ',
  ),
);
const empties = new Set('br hr img'.split(' '));
/** Attributes that say something of the text itself. */
const kept: Record<string, readonly string[]> = {
  a: ['href', 'title', 'hreflang'],
  img: ['src', 'alt', 'width', 'height', 'title'],
  td: ['colspan', 'rowspan', 'align'],
  th: ['colspan', 'rowspan', 'align'],
  ol: ['start', 'type', 'reversed'],
  li: ['value'],
  abbr: ['title'],
  q: ['cite'],
  blockquote: ['cite'],
  iframe: ['src'],
  audio: ['src'],
  video: ['src', 'poster'],
  source: ['src'],
};

/** Clipboard HTML of browsers and word processors as plain HTML. Linear in its length; the words all stay. */
export function cleanPasted(html: string): string {
  // Browsers mark what was really copied.
  const fragment = /<!--StartFragment-->([\s\S]*?)(?:<!--EndFragment-->|$)/i.exec(html.slice(0, longest))?.[1];
  const parts = blocks(parseHtml(fragment ?? html.slice(0, longest)).children);
  return parts;
}

function blocks(parts: readonly Html[]): string {
  let out = '';
  for (let index = 0; index < parts.length; ) {
    const item = wordItem(parts[index]);
    if (item === null) {
      out += one(parts[index] as Html);
      index += 1;
      continue;
    }
    const items: WordItem[] = [];
    while (index < parts.length) {
      const next = parts[index];
      const found = wordItem(next);
      // Line breaks of the source stand between the items.
      if (
        found === null &&
        !(typeof next === 'string' && next.trim() === '') &&
        !(next && typeof next === 'object' && 'note' in next)
      )
        break;
      if (found) items.push(found);
      index += 1;
    }
    out += wordList(items);
  }
  return out;
}

function one(part: Html): string {
  if (typeof part === 'string') return escapeText(part);
  if (!isTag(part)) return '';
  const { name } = part;
  if (dropped.has(name) || name.startsWith('x-') || isIgnored(part)) return '';
  // Of Office: `o:p` holds an empty space; other elements with a prefix are settings.
  if (name.includes(':')) return name === 'o:p' && textOf(part.children).trim() === '' ? '' : blocks(part.children);
  // The wrapper that Google Docs puts around everything, bold by name only.
  if (/^docs-internal-guid/.test(part.attributes.id ?? '')) return blocks(part.children);
  if (name === 'br') return /Apple-interchange-newline/.test(part.attributes.class ?? '') ? '' : '<br>';
  const content = blocks(part.children);
  // A link is underlined by itself.
  const inner = marked(part, name === 'a' ? content.replace(/<\/?u>/g, '') : content);
  if (name === 'span' || name === 'font') return inner;
  if ((name === 'b' || name === 'strong') && isLight(styleOf(part, 'font-weight'))) return inner;
  if ((name === 'i' || name === 'em') && styleOf(part, 'font-style') === 'normal') return inner;
  if (name === 'a' && !hrefOf(part)) return inner;
  if (name === 'img' && !srcOf(part)) return escapeText(part.attributes.alt ?? '');
  if (name === 'p' && wordHeading(part)) return `<h${wordHeading(part)}>${inner}</h${wordHeading(part)}>`;
  const tag = `<${name}${attributesOf(part)}>`;
  return empties.has(name) ? tag : `${tag}${inner}</${name}>`;
}

const isIgnored = (tag: Tag): boolean =>
  /mso-list:\s*ignore/i.test(tag.attributes.style ?? '') ||
  styleOf(tag, 'display') === 'none' ||
  styleOf(tag, 'mso-hide') === 'all';

const isLight = (weight: string | null): boolean =>
  weight === 'normal' || (weight !== null && Number(weight) > 0 && Number(weight) < 600);

/** What an inline style says of the letters, as elements. Headings and cells of a head are bold by themselves. */
function marked(tag: Tag, inner: string): string {
  if (inner.trim() === '' || !['span', 'font', 'b', 'a', 'i'].includes(tag.name)) return inner;
  const weight = styleOf(tag, 'font-weight');
  const line = styleOf(tag, 'text-decoration') ?? styleOf(tag, 'text-decoration-line') ?? '';
  const vertical = styleOf(tag, 'vertical-align');
  let out = inner;
  const wrap = (name: string) => {
    out = `<${name}>${out}</${name}>`;
  };
  if (tag.name !== 'b' && (weight === 'bold' || weight === 'bolder' || Number(weight) >= 600)) wrap('strong');
  if (tag.name !== 'i' && /^(italic|oblique)/.test(styleOf(tag, 'font-style') ?? '')) wrap('em');
  if (line.includes('line-through')) wrap('s');
  if (tag.name !== 'a' && line.includes('underline')) wrap('u');
  if (vertical === 'super') wrap('sup');
  if (vertical === 'sub') wrap('sub');
  return out;
}

function attributesOf(tag: Tag): string {
  let out = '';
  for (const name of kept[tag.name] ?? []) {
    const value = name === 'href' ? hrefOf(tag) : name === 'src' ? srcOf(tag) : tag.attributes[name];
    if (value) out += ` ${name}="${escapeAttribute(value)}"`;
  }
  const align = styleOf(tag, 'text-align');
  if (align && /^(center|right|justify)$/.test(align) && /^(p|h[1-6]|td|th)$/.test(tag.name))
    out += ` style="text-align: ${align}"`;
  for (const name of ['lang', 'dir'] as const) {
    const value = tag.attributes[name];
    // Word names the language of every run; only of whole paragraphs it tells something.
    if (value && /^[a-z-]{2,20}$/i.test(value) && tag.name === 'p' && name === 'dir') out += ` ${name}="${value}"`;
  }
  return out;
}

/** Where a link leads: Google's own step in between left out, and the clipboard's places of this machine. */
function hrefOf(tag: Tag): string {
  const href = safeUrl(tag.attributes.href ?? '') ?? '';
  if (!URL.canParse(href)) return href.startsWith('#') ? '' : href;
  const url = new URL(href);
  if (/^(www\.)?google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url')
    return safeUrl(url.searchParams.get('q') ?? url.searchParams.get('url') ?? '') ?? '';
  return href;
}

const srcOf = (tag: Tag): string => {
  const src = safeUrl(tag.attributes.src ?? '') ?? '';
  return /^(https?:)?\//i.test(src) ? src : '';
};

/** A title of Word by its style's name: one step down, as the page has the title itself. */
function wordHeading(tag: Tag): number | null {
  const style = tag.attributes.class ?? '';
  if (/^MsoTitle/.test(style)) return 2;
  const level = /^MsoHeading(\d)/.exec(style)?.[1];
  return level ? Math.min(4, Math.max(2, Number(level))) : null;
}

type WordItem = { level: number; ordered: boolean; html: string };

/** A paragraph that Word shows as an item of a list: its sign stands in the text, its level in the style. */
function wordItem(part: Html | undefined): WordItem | null {
  if (!part || !isTag(part) || part.name !== 'p') return null;
  const list = styleOf(part, 'mso-list');
  const level = /level(\d+)/.exec(list ?? '')?.[1];
  if (!level) return null;
  const sign = signOf(part.children).trim();
  return {
    level: Number(level),
    ordered: /^[([]?([0-9]+|[a-z]{1,4})[.)\]]/i.test(sign),
    html: blocks(part.children).trim(),
  };
}

function signOf(parts: readonly Html[]): string {
  for (const part of parts) {
    if (!isTag(part)) continue;
    if (isIgnored(part)) return textOf(part.children);
    const inside = signOf(part.children);
    if (inside !== '') return inside;
  }
  return '';
}

function wordList(items: readonly WordItem[]): string {
  let out = '';
  const open: { level: number; tag: string }[] = [];
  const close = () => {
    out += `</li></${open.pop()?.tag}>`;
  };
  for (const { level, ordered, html } of items) {
    const tag = ordered ? 'ol' : 'ul';
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > level) close();
    if (open.at(-1)?.level === level && open.at(-1)?.tag !== tag) close();
    if (open.at(-1)?.level === level) out += '</li><li>';
    else {
      out += `<${tag}><li>`;
      open.push({ level, tag });
    }
    out += html;
  }
  while (open.length > 0) close();
  return out;
}
