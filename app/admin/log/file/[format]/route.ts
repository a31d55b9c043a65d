import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { sentenceParts, thingText } from '#components/admin/log-wording';
import { canReadLog } from '#features/audit/policy';
import { exportLog } from '#features/audit/queries';
import { type LogEntry, LogFilter } from '#features/audit/schema';
import { csvLine } from '#features/views/schema';
import type { Edition } from '#messages/edition';

/** What of the log is asked for, whole, as it is read: `csv`, or `jsonl` with an entry a line. */
export async function GET(request: Request, { params }: RouteContext<'/admin/log/file/[format]'>): Promise<Response> {
  const actor = await currentActor();
  const [{ format }, { settings, edition }] = await Promise.all([params, getEdition()]);
  if (format !== 'csv' && format !== 'jsonl') return sentence(edition.t.notFoundTitle, 404);
  if (!canReadLog(actor)) return sentence(edition.t.logNoAdministrator, 403);
  const filter = LogFilter.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!filter.success) return sentence(edition.t.logWrongDay, 400);
  const entries = exportLog({ actor, filter: filter.data, timeZone: settings.timeZone });
  const lines = format === 'csv' ? csv(entries, edition) : jsonLines(entries);
  return new Response(streamOf(lines), {
    headers: {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
      'Content-Disposition': `attachment; filename="log.${format}"`,
      'Cache-Control': 'private, no-store',
    },
  });
}

const sentence = (text: string, status: number): Response =>
  new Response(text, { status, headers: { 'Cache-Control': 'private, no-store' } });

async function* csv(entries: AsyncIterable<LogEntry[]>, edition: Edition): AsyncGenerator<string> {
  yield csvLine(['at', 'actor', 'who', 'event', 'subject', 'what', 'address', 'detail']);
  for await (const some of entries) yield some.map((entry) => csvLine(cellsOf(entry, edition))).join('');
}

function cellsOf(entry: LogEntry, edition: Edition): string[] {
  const { at, by, name, subject, address, detail } = entry;
  const about = subject === null ? '' : thingText(subject, edition);
  const words = sentenceParts(entry, edition)?.join(about) ?? '';
  const more = detail === null ? '' : JSON.stringify(detail);
  return [at, by.key, thingText(by, edition), name, subject?.key ?? '', words, address ?? '', more];
}

async function* jsonLines(entries: AsyncIterable<LogEntry[]>): AsyncGenerator<string> {
  for await (const some of entries)
    yield some
      .map(({ at, by, name, subject, address, detail }) => {
        const line = { at, actor: by.key, who: by.name, event: name, subject: subject?.key ?? null, address, detail };
        return `${JSON.stringify(line)}\n`;
      })
      .join('');
}

function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void texts.return(undefined),
  });
}
