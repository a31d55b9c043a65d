import type { ChangedBlock, ChangedWords, ComparisonView } from '#features/newsroom/schema';
import type { Format } from '#lib/format';
import type { NewsroomTexts } from '#messages/newsroom';

type Props = { comparison: ComparisonView; t: NewsroomTexts; number: Format['number'] };

/** What is different between two versions, by words: what went is struck through, what came is underlined. */
export function Comparison({ comparison: { headline, deck, blocks, fields }, t, number }: Props) {
  const nothing = !headline && !deck && blocks.length === 0;
  return (
    <div className="comparison" dir="auto">
      {headline && (
        <p className="comparison-headline">
          <Words words={headline} t={t} />
        </p>
      )}
      {deck && (
        <p className="comparison-deck">
          <Words words={deck} t={t} />
        </p>
      )}
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
        <Block key={index} block={block} t={t} number={number} />
      ))}
      {nothing && <p className="comparison-none">{t.comparisonSame}</p>}
      {fields.length > 0 && <p className="comparison-none">{t.comparisonFields(fieldNames(fields, t))}</p>}
    </div>
  );
}

/** The names of fields as their labels have them. */
export function fieldNames(fields: readonly string[], t: NewsroomTexts): string {
  const names: Record<string, string> = {
    ...{ excerpt: t.excerpt, slug: t.slug, language: t.language, sectionId: t.section, tags: t.tags },
    ...{ bylines: t.bylines, lead: t.lead, visibility: t.visibility, source: t.sourceTitle, embargoUntil: t.embargo },
    ...{ commentPolicy: t.responsesTitle, commentDays: t.commentDays, pingPolicy: t.pings, sendsPings: t.sendsPings },
    showsChanges: t.showsChanges,
  };
  return fields.map((field) => names[field] ?? field).join(', ');
}

function Block({ block, t, number }: { block: ChangedBlock; t: NewsroomTexts; number: Format['number'] }) {
  if (block.kind === 'skipped')
    return <p className="comparison-skipped">{t.comparisonSkipped(block.count, number(block.count))}</p>;
  return (
    <p className={`comparison-block is-${block.kind}${block.node === 'heading' ? ' is-heading' : ''}`}>
      <Words words={block.words} t={t} />
    </p>
  );
}

export function Words({ words, t }: { words: readonly ChangedWords[]; t: NewsroomTexts }) {
  return words.map(({ text, change }, index) =>
    change === 'same' ? (
      text
    ) : change === 'removed' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
      <del key={index}>
        <span className="sr-only">{t.comparisonRemoved} </span>
        {text}
      </del>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
      <ins key={index}>
        <span className="sr-only">{t.comparisonAdded} </span>
        {text}
      </ins>
    ),
  );
}
