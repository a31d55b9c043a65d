import type { PlotName } from '#features/figures/schema';
import type { Edition } from '#messages/edition';

/** What a plot is called. */
export const plotTitle = (name: PlotName, { t }: Edition): string =>
  ({
    hits: t.figuresHits,
    articles: t.figuresArticles,
    referrers: t.figuresReferrers,
    responses: t.figuresResponses,
    waiting: t.figuresWaiting,
    linkbacks: t.figuresLinkbacks,
    jobs: t.figuresJobs,
  })[name];

/** The heads of a plot's columns, on the page and in its file: first what a line is, then its numbers. */
export const plotColumns = (name: PlotName, { t }: Edition): string[] =>
  ({
    hits: [t.figuresDay, t.figuresHitsColumn],
    articles: [t.figuresArticle, t.figuresHitsColumn],
    referrers: [t.figuresSite, t.figuresHitsColumn],
    responses: [t.figuresDay, t.figuresResponsesColumn],
    waiting: [t.figuresDay, t.figuresHalf, t.figuresLongest, t.figuresDecided],
    linkbacks: [t.figuresDay, t.figuresCame, t.figuresTold],
    jobs: [t.figuresJob, t.figuresCount],
  })[name];
