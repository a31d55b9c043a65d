import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { Link } from '#components/ui/link';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.accountDeletedTitle };
}

export default async function DeletedPage() {
  const { t } = (await getEdition()).edition;
  return (
    <main id="content" className="account-page">
      <h1>{t.accountDeletedTitle}</h1>
      <p className="account-lead">{t.accountDeletedText}</p>
      <p>
        <Link href="/">{t.backToFront}</Link>
      </p>
    </main>
  );
}
