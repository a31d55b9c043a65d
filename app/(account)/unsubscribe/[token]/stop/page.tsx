import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { notificationsPath, unsubscribePath } from '#lib/addresses';

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ done?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const { edition } = await getEdition();
  // The token of the address is nobody else's business.
  return {
    title: edition.t.unsubscribeTitle,
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
  };
}

/** Asks whether mail is to stop, and says that it has. */
export default async function Page({ params, searchParams }: Props) {
  const [{ token }, { done }, { edition }] = await Promise.all([params, searchParams, getEdition()]);
  const { t } = edition;
  const said = { stopped: t.unsubscribeDone, failed: t.unsubscribeFailed }[String(done)];
  return (
    <main id="content" className="response-page">
      <header className="list-header">
        <h1>{t.unsubscribeTitle}</h1>
      </header>
      <div className="responses">
        <p className="response-ask" role="status">
          {said ?? t.unsubscribeText}
        </p>
        {said === undefined ? (
          <form method="post" action={unsubscribePath(token)}>
            <input type="hidden" name="page" value="1" />
            <button type="submit" className="button">
              {t.unsubscribeYes}
            </button>
          </form>
        ) : (
          <p className="response-back">
            <a href={notificationsPath}>{t.notifications}</a>
          </p>
        )}
      </div>
    </main>
  );
}
