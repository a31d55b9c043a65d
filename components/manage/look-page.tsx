import { applyLookAction, discardLookAction } from '#app/_actions/look';
import type { LookSettings } from '#features/look/schema';
import { lookDeskPath } from '#lib/addresses';
import { lookTextsFor } from '#messages/look';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { LookForm } from './look-form.tsx';
import { LookPreview } from './look-preview.tsx';

type Props = {
  look: LookSettings;
  /** Readers get another one. */
  isDraft: boolean;
  accents: { light: string; dark: string };
  logos: { id: string; name: string }[];
  done: 'applied' | 'discarded' | null;
  language: string;
};

/** How the publication looks: what can be chosen, and what comes of it before anybody else sees it. */
export function LookPage({ look, isDraft, accents, logos, done, language }: Props) {
  const t = lookTextsFor(language);
  return (
    <main id="content" className="queue-page manage look-desk">
      <h1>{t.lookTitle}</h1>
      <p className="desk-hint">{t.lookIntro}</p>
      <div className="look-desk-parts">
        <LookForm look={look} accents={accents} logos={logos} language={language} />
        <section className="look-tried" aria-labelledby="preview">
          <header>
            <div>
              <h2 id="preview">{t.previewTitle}</h2>
              <p role="status" className={isDraft ? 'look-state is-draft' : 'look-state'}>
                {done ? t[done] : isDraft ? t.previewDraft : t.previewNow}
              </p>
            </div>
            {isDraft && (
              <div className="look-decide">
                <DeskButton action={applyLookAction} at={lookDeskPath} fields={{}} className="desk-button is-first">
                  {t.apply}
                </DeskButton>
                <DeskButton action={discardLookAction} at={lookDeskPath} fields={{}} className="desk-button">
                  {t.discard}
                </DeskButton>
              </div>
            )}
          </header>
          <LookPreview key={JSON.stringify(look)} t={t} />
        </section>
      </div>
    </main>
  );
}
