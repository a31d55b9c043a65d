import { Link } from '#components/ui/link';
import { deskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';

type Props = { id: number; headline: string; edition: Edition };

/** The newest text as readers would get it, on a screen and beside it on a phone. */
export function PreviewFrames({ id, headline, edition }: Props) {
  const t = newsroomTextsFor(edition.language);
  const at = deskPath(id);
  const name = headline || t.untitled;
  return (
    <main id="content" className="preview-both">
      <h1>{t.previewBoth}</h1>
      <p className="desk-links">
        <Link href={at}>{t.revisionsBack}</Link>
        <a href={`${at}/preview`}>{t.previewAlone}</a>
      </p>
      <div className="preview-frames">
        <figure className="preview-screen">
          <figcaption>{t.previewScreen}</figcaption>
          <iframe src={`${at}/preview?bare=1`} title={t.previewScreenOf(name)} />
        </figure>
        <figure className="preview-phone">
          <figcaption>{t.previewPhone}</figcaption>
          <iframe src={`${at}/preview?bare=1`} title={t.previewPhoneOf(name)} />
        </figure>
      </div>
    </main>
  );
}
