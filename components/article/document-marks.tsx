import type { ReactNode } from 'react';
import { type DocumentMark, safeUrl } from '#lib/document/schema';
import type { Rendering } from './rendering.ts';

type MarkContext = { mark: DocumentMark; children?: ReactNode };

const text = (mark: DocumentMark, name: string): string | undefined => {
  const value = mark.attrs?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export function marksFor({ ugc, prefix }: Rendering): Record<string, (context: MarkContext) => ReactNode> {
  return {
    link({ mark, children }) {
      const href = safeUrl(text(mark, 'href') ?? '');
      if (href === null) return <>{children}</>;
      const external = /^(https?:)?\/\//i.test(href);
      const rel = ugc && external ? 'ugc nofollow noopener' : text(mark, 'rel');
      // Ids of a response carry its prefix, so links inside it do too.
      const address = href.startsWith('#') && prefix ? `#${prefix}${href.slice(1)}` : href;
      return (
        <a href={address} rel={rel} title={text(mark, 'title')} hrefLang={text(mark, 'hreflang')}>
          {children}
        </a>
      );
    },
    bold: ({ children }) => <strong>{children}</strong>,
    italic: ({ children }) => <em>{children}</em>,
    underline: ({ children }) => <u>{children}</u>,
    strike: ({ children }) => <s>{children}</s>,
    subscript: ({ children }) => <sub>{children}</sub>,
    superscript: ({ children }) => <sup>{children}</sup>,
    code: ({ children }) => <code>{children}</code>,
    keyboard: ({ children }) => <kbd>{children}</kbd>,
    highlight: ({ children }) => <mark>{children}</mark>,
    small: ({ children }) => <small>{children}</small>,
    citation: ({ children }) => <cite>{children}</cite>,
    quotation: ({ mark, children }) => <q cite={safeUrl(text(mark, 'cite') ?? '') ?? undefined}>{children}</q>,
    insertion: ({ children }) => <ins>{children}</ins>,
    abbreviation: ({ mark, children }) => <abbr title={text(mark, 'title')}>{children}</abbr>,
    span: ({ mark, children }) => (
      <span lang={text(mark, 'lang')} dir={text(mark, 'dir')}>
        {children}
      </span>
    ),
  };
}
