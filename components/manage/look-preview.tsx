import { lookPreviewPath } from '#lib/addresses';
import type { LookTexts } from '#messages/look';

/** The front page and an article, each on a screen and on a phone, on the paper that one's own device asks for. */
export function LookPreview({ t }: { t: LookTexts }) {
  return (
    <div className="look-preview">
      {(['front', 'article'] as const).map((page) => {
        const name = page === 'front' ? t.previewFront : t.previewArticle;
        return (
          <figure key={page}>
            <figcaption>
              {name}{' '}
              <a href={lookPreviewPath(page)} target="_blank" rel="noopener">
                {t.openWhole}
                <span className="sr-only"> ({name})</span>
              </a>
            </figcaption>
            <div className="look-frames">
              <div className="look-frame is-screen">
                <iframe src={lookPreviewPath(page)} title={t.onScreen(name)} />
              </div>
              <div className="look-frame is-phone">
                <iframe src={lookPreviewPath(page)} title={t.onPhone(name)} />
              </div>
            </div>
          </figure>
        );
      })}
    </div>
  );
}
