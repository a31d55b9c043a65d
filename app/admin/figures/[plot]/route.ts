import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { plotColumns } from '#components/admin/plot-words';
import { getPlot } from '#features/figures/queries';
import { plotNames, rangeFrom } from '#features/figures/schema';
import { csvLine } from '#features/views/schema';
import { PersonError } from '#lib/errors';

/** The numbers of one plot as CSV, whole where the page shows the first lines of a list. */
export async function GET(request: Request, { params }: RouteContext<'/admin/figures/[plot]'>): Promise<Response> {
  const actor = await currentActor();
  const [{ plot: asked }, { settings, edition }] = await Promise.all([params, getEdition()]);
  const name = plotNames.find((each) => each === asked);
  if (!name) return sentence(edition.t.notFoundTitle, 404);
  const { timeZone } = settings;
  const given = Object.fromEntries(new URL(request.url).searchParams);
  const { range, problem } = rangeFrom(given, { now: new Date().toISOString(), timeZone });
  if (problem) return sentence(edition.t.figuresNotDays, 400);
  try {
    const plot = await getPlot({ actor, plot: name, range, timeZone, whole: true });
    const [first = '', ...rest] = plotColumns(name, edition);
    const lines =
      'rows' in plot
        ? [[first, ...rest], ...plot.rows.map(({ day, values }) => [day, ...values])]
        : name === 'articles'
          ? [['slug', first, ...rest], ...plot.ranked.map((row) => [row.slug ?? '', row.name, row.value])]
          : [[first, ...rest], ...plot.ranked.map((row) => [row.name, row.value])];
    return new Response(lines.map(csvLine).join(''), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}-${range.from}-${range.to}.csv"`,
        'Cache-Control': 'private, no-store',
      },
    });
  } catch (error) {
    if (error instanceof PersonError) return sentence(error.message, 403);
    throw error;
  }
}

const sentence = (text: string, status: number): Response =>
  new Response(text, { status, headers: { 'Cache-Control': 'private, no-store' } });
