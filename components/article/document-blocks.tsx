import type { CSSProperties } from 'react';
import { Scroller } from '#components/ui/scroller';
import {
  alignClass,
  classes,
  type Handlers,
  isEmpty,
  loneParagraph,
  type Rendering,
  textOf,
  urlOf,
} from './rendering.ts';
import { wordsOfUnknown } from './unknown.ts';

/** Everything that is made of words, and boxes around it. */
export function blocks({ t, format, outline, ugc }: Rendering): Handlers {
  return {
    doc: ({ children }) => <>{children}</>,
    text: ({ node }) => node.text ?? '',
    hardBreak: () => <br />,
    paragraph: ({ node, parent, children }) => {
      if (isEmpty(children)) return null;
      if (
        parent &&
        ['listItem', 'tableCell', 'tableHeader', 'footnote', 'definitionDescription'].includes(parent.type) &&
        loneParagraph(parent)
      ) {
        return <>{children}</>;
      }
      return (
        <p className={alignClass(node)} lang={textOf(node, 'lang')} dir={textOf(node, 'dir')}>
          {children}
        </p>
      );
    },
    heading({ node, children }) {
      if (ugc) {
        return (
          <p>
            <strong>{children}</strong>
          </p>
        );
      }
      const Heading = `h${outline.levels.get(node) ?? 2}` as 'h2';
      return (
        <Heading id={outline.ids.get(node)} className={alignClass(node)}>
          {children}
        </Heading>
      );
    },
    blockquote: ({ node, children }) => <blockquote cite={urlOf(node, 'cite')}>{children}</blockquote>,
    pullQuote({ node, children }) {
      const citation = textOf(node, 'citation');
      return (
        <figure className={classes('pull-quote', alignClass(node))}>
          <blockquote>{children}</blockquote>
          {citation && <figcaption>{citation}</figcaption>}
        </figure>
      );
    },
    bulletList: ({ children }) => <ul>{children}</ul>,
    orderedList({ node, children }) {
      const { start, reversed, style } = node.attrs ?? {};
      return (
        <ol
          start={typeof start === 'number' && start !== 1 ? start : undefined}
          reversed={reversed === true || undefined}
          type={typeof style === 'string' && /^[1aAiI]$/.test(style) ? (style as '1') : undefined}
        >
          {children}
        </ol>
      );
    },
    listItem: ({ children }) => <li>{children}</li>,
    definitionList: ({ children }) => <dl>{children}</dl>,
    definitionTerm: ({ children }) => <dt>{children}</dt>,
    definitionDescription: ({ children }) => <dd>{children}</dd>,
    codeBlock({ node, children }) {
      const language = textOf(node, 'language');
      return (
        <Scroller className="code" label={language ? `${t.scrollableCode}: ${language}` : t.scrollableCode}>
          {language && (
            <span className="code-language" aria-hidden="true">
              {language}
            </span>
          )}
          <pre>
            <code>{children}</code>
          </pre>
        </Scroller>
      );
    },
    preformatted: ({ children }) => <div className="verse">{children}</div>,
    horizontalRule: () => <hr />,
    // Marks of the writer's, which readers of the whole article do not need.
    readMore: () => null,
    pageBreak: () => null,
    button({ node, children }) {
      const href = urlOf(node, 'href');
      return <p className="button-line">{href ? <a href={href}>{children}</a> : <span>{children}</span>}</p>;
    },
    details: ({ node, children }) => (
      <details open={node.attrs?.open === true || undefined}>
        <summary>{textOf(node, 'summary') ?? '…'}</summary>
        <div>{children}</div>
      </details>
    ),
    columns: ({ children }) => <div className="columns at-wide">{children}</div>,
    column({ node, children }) {
      const width = textOf(node, 'width') ?? '';
      const share = /^\d+(\.\d+)?%$/.test(width)
        ? ({ '--share': Number.parseFloat(width) } as CSSProperties)
        : undefined;
      return <div style={share}>{children}</div>;
    },
    footnotes: ({ children }) => (
      <section className="footnotes" aria-label={t.notes}>
        <ol>{children}</ol>
      </section>
    ),
    footnote({ node, children }) {
      const note = outline.notes.get(node);
      return (
        <li id={note?.noteId} value={note?.number}>
          {children}
          {note?.referenceId && (
            <a
              className="footnote-back"
              href={`#${note.referenceId}`}
              aria-label={t.backToText(format.number(note.number))}
            >
              ↑
            </a>
          )}
        </li>
      );
    },
    footnoteReference({ node }) {
      const note = outline.notes.get(node);
      if (!note) return null;
      const number = format.number(note.number);
      return (
        <sup className="footnote-reference">
          <a id={note.referenceId || undefined} href={`#${note.noteId}`} aria-label={t.note(number)}>
            {number}
          </a>
        </sup>
      );
    },
    anchor({ node }) {
      const id = outline.ids.get(node);
      return id ? <span id={id} /> : null;
    },
    unknown({ node }) {
      return wordsOfUnknown(textOf(node, 'source') ?? '').map((line) => <p key={line}>{line}</p>);
    },
  };
}
