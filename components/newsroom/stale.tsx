import type { ChangedBlock, ComparisonView, WorkingCopy } from '#features/newsroom/schema';
import type { Format } from '#lib/format';
import type { NewsroomTexts } from '#messages/newsroom';
import { fieldNames, Words } from './comparison.tsx';

type Props = {
  newest: WorkingCopy;
  comparison: ComparisonView;
  t: NewsroomTexts;
  format: Format;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Two people wrote at once: both texts side by side, what only one of them has is marked, and nothing is lost. */
export function Stale({ newest, comparison, t, format, onKeepMine, onTakeTheirs }: Props) {
  const name = newest.by ?? t.staleSomebody;
  return (
    <section className="stale" aria-labelledby="stale-title">
      <h2 id="stale-title">{t.staleTitle}</h2>
      <p className="desk-hint">{t.staleText(name, format.dateTime(newest.savedAt))}</p>
      <div className="stale-texts">
        <Side title={t.staleTheirs(name)} comparison={comparison} without="added" t={t} />
        <Side title={t.staleMine} comparison={comparison} without="removed" t={t} />
      </div>
      {comparison.fields.length > 0 && <p className="desk-hint">{t.staleFields(fieldNames(comparison.fields, t))}</p>}
      <div className="desk-buttons">
        <button type="button" className="desk-button is-main" onClick={onKeepMine}>
          {t.staleKeepMine}
        </button>
        <button type="button" className="desk-button" onClick={onTakeTheirs}>
          {t.staleTakeTheirs}
        </button>
      </div>
      <p className="desk-hint">{t.staleHint}</p>
    </section>
  );
}

type SideProps = { title: string; comparison: ComparisonView; without: 'added' | 'removed'; t: NewsroomTexts };

function Side({ title, comparison: { headline, deck, blocks }, without, t }: SideProps) {
  const of = (words: NonNullable<ComparisonView['headline']>) => words.filter(({ change }) => change !== without);
  const shown = (block: ChangedBlock) => block.kind !== 'skipped' && block.kind !== without;
  return (
    <div className="stale-text" dir="auto">
      <h3>{title}</h3>
      {headline && (
        <p className="comparison-headline">
          <Words words={of(headline)} t={t} />
        </p>
      )}
      {deck && (
        <p className="comparison-deck">
          <Words words={of(deck)} t={t} />
        </p>
      )}
      {blocks.filter(shown).map(
        (block, index) =>
          block.kind !== 'skipped' && (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
            <p key={index}>
              <Words words={of(block.words)} t={t} />
            </p>
          ),
      )}
    </div>
  );
}
