import { moveSectionAction, removeTermAction } from '#app/_actions/managing';
import { Link } from '#components/ui/link';
import { type TermKind, type TermList, type TermView, termsEach } from '#features/managing/schema';
import { authorPath, sectionPath, tagPath, termsDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { lookTextsFor } from '#messages/look';
import { type ManagingTexts, managingTextsFor } from '#messages/managing';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { arrowsOf } from './arrows.ts';
import { DeskPages } from './pages.tsx';
import { SearchForm } from './search-form.tsx';
import { Sortable } from './sortable.tsx';
import { DeskTable } from './table.tsx';
import { MergeForm, TermForm } from './term-forms.tsx';

const textsOf = (kind: TermKind, t: ManagingTexts) =>
  ({
    section: { title: t.sections, intro: t.sectionsIntro, none: t.sectionsNone, add: t.sectionNew },
    tag: { title: t.tags, intro: t.tagsIntro, none: t.tagsNone, add: t.tagNew },
    author: { title: t.authors, intro: t.authorsIntro, none: t.authorsNone, add: t.authorNew },
  })[kind];

const publicPath = { section: sectionPath, tag: tagPath, author: authorPath };

type ListProps = { kind: TermKind; list: TermList; text: string; edition: Edition };

/** All sections, tags or authors, and the form for a new one. */
export function TermsPage({ kind, list, text, edition }: ListProps) {
  const t = managingTextsFor(edition.language);
  const words = textsOf(kind, t);
  const path = termsDeskPath(kind);
  return (
    <main id="content" className="queue-page manage">
      <h1>{words.title}</h1>
      <p className="desk-hint">{words.intro}</p>
      <details className="manage-new" open={list.total === 0 && text === ''}>
        <summary className="desk-button">{words.add}</summary>
        <TermForm kind={kind} term={null} language={edition.language} />
      </details>
      {(list.total > 10 || text !== '') && <SearchForm path={path} text={text} label={t.name} send={t.search} />}
      {list.terms.length === 0 ? (
        <p>{text ? t.searchNone : words.none}</p>
      ) : kind === 'section' && text === '' ? (
        <SectionOrder list={list} edition={edition} />
      ) : (
        <DeskTable
          name={kind}
          className="manage-table"
          language={edition.language}
          columns={[
            { id: 'name', name: t.name },
            { id: 'address', name: t.address, className: 'manage-path' },
            { id: 'articles', name: t.articles, number: true },
          ]}
          rows={list.terms.map((term) => ({
            id: String(term.id),
            cells: {
              name: (
                <>
                  <Link href={termsDeskPath(kind, term.id)}>{term.name}</Link>
                  {term.as === 'desk' && <span className="desk-tagged"> {edition.t.desk}</span>}
                </>
              ),
              address: <bdi>{term.slug}</bdi>,
              articles: edition.format.number(term.articles),
            },
          }))}
        />
      )}
      <DeskPages path={path} query={text ? { q: text } : {}} list={list} edition={edition} />
    </main>
  );
}

/** Sections in the order of the navigation, which is changed here. */
function SectionOrder({ list: { terms, page, total }, edition }: { list: TermList; edition: Edition }) {
  const t = lookTextsFor(edition.language);
  const first = (page - 1) * termsEach;
  const items = terms.map(({ id, name, slug, articles }, index) => ({
    key: String(id),
    name,
    ...arrowsOf(first + index, total),
    row: (
      <span className="sortable-words">
        <Link href={termsDeskPath('section', id)} dir="auto">
          <b>{name}</b>
        </Link>
        <small>
          <bdi>{slug}</bdi> · {edition.t.articleCount(articles, edition.format.number(articles))}
        </small>
      </span>
    ),
  }));
  return (
    <>
      <p className="desk-hint">{t.orderHow}</p>
      <Sortable
        {...{ items, first, total }}
        action={moveSectionAction}
        at={termsDeskPath('section')}
        fields={{}}
        keyName="id"
        label={managingTextsFor(edition.language).sections}
        language={edition.language}
      />
    </>
  );
}

type TermProps = {
  kind: TermKind;
  term: TermView;
  others: { slug: string; name: string }[];
  done: 'saved' | 'merged' | null;
  edition: Edition;
};

/** One section, tag or author: what it is called, and what can become of it. */
export function TermPage({ kind, term, others, done, edition }: TermProps) {
  const t = managingTextsFor(edition.language);
  return (
    <main id="content" className="queue-page manage">
      <p className="desk-hint">
        <Link href={termsDeskPath(kind)}>{textsOf(kind, t).title}</Link>
      </p>
      <h1 dir="auto">{term.name}</h1>
      <p role="status" className="desk-done">
        {done && t[done]}
      </p>
      <p className="desk-links">
        <span>{edition.t.articleCount(term.articles, edition.format.number(term.articles))}</span>
        {term.articles > 0 && <Link href={publicPath[kind](term.slug)}>{t.view}</Link>}
      </p>
      <TermForm key={`${term.name} ${term.slug}`} kind={kind} term={term} language={edition.language} />
      {others.length > 1 && (
        <section className="manage-part" aria-labelledby="merge">
          <h2 id="merge">{t.merge}</h2>
          <MergeForm
            kind={kind}
            term={term}
            others={others.filter(({ slug }) => slug !== term.slug)}
            language={edition.language}
          />
        </section>
      )}
      {term.articles === 0 && (
        <section className="manage-part" aria-labelledby="remove">
          <h2 id="remove">{t.remove}</h2>
          <p className="desk-hint">{t.removeUnused}</p>
          <DeskButton
            action={removeTermAction}
            at={termsDeskPath(kind, term.id)}
            fields={{ kind, id: term.id }}
            about={t.removeOf(term.name)}
            className="desk-button"
          >
            {t.remove}
          </DeskButton>
        </section>
      )}
    </main>
  );
}
