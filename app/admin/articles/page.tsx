import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { ArticleListPage } from '#components/newsroom/article-list';
import { DeskNotice } from '#components/newsroom/notice';
import { listViews } from '#features/managing/queries';
import { canSeeAll, canWrite } from '#features/newsroom/policy';
import { listArticles, listChoices } from '#features/newsroom/queries';
import { type ListFilter, type Sort, sorts, statuses } from '#features/newsroom/schema';
import { articlesDeskPath, pageNumber, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';
import { newsroomTextsFor } from '#messages/newsroom';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: newsroomTextsFor((await getEdition()).settings.language).articlesDesk };
}

type Asked = Record<string, string | string[] | undefined>;

function filterOf(asked: Asked): ListFilter {
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name] : '');
  const section = text('section');
  const status = statuses.find((each) => each === text('status'));
  const kind = text('kind');
  return {
    ...(kind === 'article' || kind === 'page' ? { kind } : {}),
    ...(status && { status }),
    ...(/^\d{1,9}$/.test(section) && { section: Number(section) }),
    ...(/^\d{1,9}$/.test(text('author')) && { author: Number(text('author')) }),
    ...(text('q').trim() && { text: text('q').trim() }),
    ...(text('source') && { source: text('source').slice(0, 200) }),
    ...(text('mine') === '1' && { mine: true }),
  };
}

export default async function ArticlesPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(articlesDeskPath));
  const { edition, settings } = await getEdition();
  if (!canWrite(actor)) {
    answerWith(403);
    const t = newsroomTextsFor(edition.language);
    return <DeskNotice title={t.noWriter} text={t.noWriterText} href="/" link={edition.t.backToFront} />;
  }
  const asked = await searchParams;
  const { timeZone } = settings;
  const filter = filterOf(asked);
  const sort: Sort = sorts.find((each) => each === asked.sort) ?? '-savedAt';
  const hits = asked.hits === 'all' ? 'all' : 'month';
  const page = typeof asked.page === 'string' ? (pageNumber(asked.page) ?? 1) : 1;
  const [list, { sections, authors }, views] = await Promise.all([
    listArticles({ actor, filter, sort, page, hits, timeZone }),
    listChoices(),
    listViews(actor),
  ]);
  const done = typeof asked.done === 'string' && /^\d{1,3}$/.test(asked.done) ? Number(asked.done) : null;
  return (
    <ArticleListPage
      {...{ list, filter, sort, hits, sections, authors, views, done, timeZone, edition }}
      seesAll={canSeeAll(actor)}
    />
  );
}
