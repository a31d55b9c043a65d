import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { z } from 'zod';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { LogView } from '#components/admin/log-page';
import { DeskNotice } from '#components/newsroom/notice';
import { canReadLog } from '#features/audit/policy';
import { listEventNames, listLog } from '#features/audit/queries';
import { LogFilter } from '#features/audit/schema';
import { logPath, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.log };
}

type Asked = Record<string, string | string[] | undefined>;

const nothing: LogFilter = { who: '', name: '', subject: '', address: '', from: '', to: '' };

export default async function LogPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const actor = await currentActor();
  if (actor.kind === 'anonymous') redirect(signInPath(logPath));
  const { settings, edition } = await getEdition();
  if (!canReadLog(actor)) {
    answerWith(403);
    const { t } = edition;
    return <DeskNotice title={t.logNoAdministrator} text={t.logNoAdministratorText} href="/" link={t.backToFront} />;
  }
  const asked = await searchParams;
  const read = LogFilter.safeParse(asked);
  const filter = read.success ? read.data : { ...nothing, ...textsOf(asked) };
  const before = typeof asked.before === 'string' && /^\d{1,15}$/.test(asked.before) ? Number(asked.before) : undefined;
  const [found, names] = await Promise.all([
    read.success
      ? listLog({ actor, filter, timeZone: settings.timeZone, ...(before !== undefined && { before }) })
      : { miss: { field: wrongField(read.error) } },
    listEventNames(actor),
  ]);
  const [page, miss] = 'miss' in found ? [null, found.miss] : [found, null];
  return <LogView {...{ page, miss, filter, names, edition }} older={before !== undefined} />;
}

/** What can't be read: an address, or the days. */
const wrongField = ({ issues }: z.ZodError): 'address' | 'days' =>
  issues.some(({ path }) => path[0] === 'address') ? 'address' : 'days';

/** What was typed, to be put right. */
const textsOf = (asked: Asked): Partial<LogFilter> =>
  Object.fromEntries(
    Object.keys(nothing).flatMap((key) => (typeof asked[key] === 'string' ? [[key, asked[key]]] : [])),
  );
