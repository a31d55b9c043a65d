import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { BeginForm } from '#components/newsroom/begin-form';
import { DeskNotice } from '#components/newsroom/notice';
import { canWrite } from '#features/newsroom/policy';
import { listChoices } from '#features/newsroom/queries';
import { articlesDeskPath, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';
import { newsroomTextsFor } from '#messages/newsroom';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: newsroomTextsFor((await getEdition()).settings.language).newArticle };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewArticlePage({ searchParams }: Props) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(`${articlesDeskPath}/new`));
  const { edition } = await getEdition();
  const t = newsroomTextsFor(edition.language);
  if (!canWrite(actor)) {
    answerWith(403);
    return <DeskNotice title={t.noWriter} text={t.noWriterText} href="/" link={edition.t.backToFront} />;
  }
  const kind = (await searchParams).kind === 'page' ? 'page' : 'article';
  const { sections } = await listChoices();
  return (
    <main id="content" className="queue-page begin">
      <h1>{kind === 'page' ? t.beginPageTitle : t.beginTitle}</h1>
      <BeginForm kind={kind} sections={sections} language={edition.language} />
    </main>
  );
}
