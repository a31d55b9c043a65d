import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { FiguresPage } from '#components/admin/figures-page';
import { DeskNotice } from '#components/newsroom/notice';
import { canSeeFigures, canSeePlot } from '#features/figures/policy';
import { getPlot, getQueueNow, getReadNow } from '#features/figures/queries';
import { plotNames, rangeFrom } from '#features/figures/schema';
import { figuresPath, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.figures };
}

type Asked = Record<string, string | string[] | undefined>;

export default async function AdminPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(figuresPath));
  const { settings, edition } = await getEdition();
  if (!canSeeFigures(actor)) {
    answerWith(403);
    const { t } = edition;
    return <DeskNotice title={t.figuresNoWriter} text={t.figuresNoWriterText} href="/" link={t.backToFront} />;
  }
  const asked = await searchParams;
  const { timeZone } = settings;
  const { range, problem } = rangeFrom(asked, { now: new Date().toISOString(), timeZone });
  const [plots, now, queue] = await Promise.all([
    Promise.all(
      plotNames.filter((plot) => canSeePlot(actor, plot)).map((plot) => getPlot({ actor, plot, range, timeZone })),
    ),
    getReadNow(actor),
    canSeePlot(actor, 'waiting') ? getQueueNow(actor) : null,
  ]);
  const typed = { from: textOf(asked.from), to: textOf(asked.to) };
  return <FiguresPage {...{ plots, now, queue, range, problem, typed, timeZone, edition }} />;
}

const textOf = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');
