import { asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { db } from '#db/client';
import {
  article,
  linkback,
  response,
  responseAppeal,
  responseReport,
  responseVerdict,
  responseVersion,
  user,
} from '#db/schema/index';
import { attachmentsOfResponse, attachmentViews } from '#features/attachments/queries';
import type { Actor } from '#lib/actor';
import { safeUrl } from '#lib/document/schema';
import { documentText, shorten } from '#lib/document/text';
import type { QueueEntry, Verdict } from './schema.ts';
import { historyOf, inForce, seenOf, stateOf, subjectOf, viewOf } from './standing.ts';
import { recordKey, recordsOf, siteRecordsOf } from './writers.ts';

const parent = alias(response, 'parent');
const parentWriter = alias(user, 'parent_writer');

/** These responses with all that a moderator wants to see of each, in the order of the ids. */
export async function readEntries(actor: Actor, ids: readonly number[]): Promise<QueueEntry[]> {
  if (ids.length === 0) return [];
  const few = [...ids];
  const [rows, verdicts, reports, appeals, versions, history] = await Promise.all([
    db
      .select({
        response,
        article,
        user,
        parent,
        parentName: parentWriter.name,
        sourceUrl: linkback.sourceUrl,
        attachments: attachmentsOfResponse(),
      })
      .from(response)
      .innerJoin(article, eq(article.id, response.articleId))
      .leftJoin(user, eq(user.id, response.userId))
      .leftJoin(parent, eq(parent.id, response.parentId))
      .leftJoin(parentWriter, eq(parentWriter.id, parent.userId))
      .leftJoin(linkback, eq(linkback.responseId, response.id))
      .where(inArray(response.id, few)),
    db.select().from(responseVerdict).where(inArray(responseVerdict.responseId, few)).orderBy(asc(responseVerdict.id)),
    db
      .select({ report: responseReport, by: user.name })
      .from(responseReport)
      .leftJoin(user, eq(user.id, responseReport.userId))
      .where(sql`${inArray(responseReport.responseId, few)} and ${responseReport.resolvedAt} is null`)
      .orderBy(asc(responseReport.at)),
    db
      .select()
      .from(responseAppeal)
      .where(sql`${inArray(responseAppeal.responseId, few)} and ${responseAppeal.decidedAt} is null`),
    db.select().from(responseVersion).where(inArray(responseVersion.responseId, few)).orderBy(desc(responseVersion.id)),
    historyOf(db, few.map(subjectOf)),
  ]);
  const [records, sites] = await Promise.all([
    recordsOf(
      actor,
      rows.map((row) => ({ response: row.response, user: row.user })),
    ),
    siteRecordsOf(rows.filter((row) => row.sourceUrl !== null).map((row) => row.response.id)),
  ]);
  const entries = new Map<number, QueueEntry>();
  for (const row of rows) {
    const { response: one } = row;
    const past = history.get(subjectOf(one.id)) ?? [];
    const appeal = appeals.find(({ responseId }) => responseId === one.id);
    const decision = inForce(past).at(-1);
    const record = records.get(recordKey(one));
    const counts = record ?? sites.get(one.id);
    entries.set(one.id, {
      id: one.id,
      kind: one.kind,
      state: stateOf(one),
      seen: seenOf(one, past.at(-1)),
      body: one.body,
      attachments: one.deletedAt ? [] : attachmentViews(row.attachments),
      at: one.createdAt.toISOString(),
      editedAt: one.editedAt?.toISOString() ?? null,
      versions: versions
        .filter(({ responseId }) => responseId === one.id)
        .map(({ body, replacedAt }) => ({ body, until: replacedAt.toISOString() })),
      article: { slug: row.article.slug, headline: row.article.headline },
      parent: row.parent && {
        id: row.parent.id,
        name: row.parentName ?? row.parent.guestName,
        excerpt: row.parent.deletedAt ? '' : shorten(documentText(row.parent.body), 220),
      },
      writer: {
        userId: one.userId,
        name: row.user?.name ?? one.guestName,
        since: row.user?.createdAt.toISOString() ?? null,
        approved: counts?.approved ?? 0,
        rejected: counts?.rejected ?? 0,
        waiting: counts?.waiting ?? 0,
        bannedAt: row.user?.bannedAt?.toISOString() ?? null,
        canBan: record?.canBan ?? false,
        recent: (record?.recent ?? []).filter(({ id }) => id !== one.id).slice(0, 3),
      },
      link: webAddress(row.sourceUrl ?? one.guestLink ?? row.user?.link ?? null),
      verdicts: latest(verdicts.filter(({ responseId }) => responseId === one.id)),
      reports: reports
        .filter(({ report }) => report.responseId === one.id)
        .map(({ report, by }) => ({
          by: report.userId === null ? null : (by ?? ''),
          reason: report.reason,
          text: report.text,
          at: report.at.toISOString(),
        })),
      appeal: appeal ? { text: appeal.text, at: appeal.at.toISOString() } : null,
      decision: decision ? viewOf(decision) : null,
    });
  }
  return few.flatMap((id) => entries.get(id) ?? []);
}

/** An edit is judged anew: what was said of the text that stands there now. */
function latest(rows: (typeof responseVerdict.$inferSelect)[]): Verdict[] {
  const newest = rows.at(-1)?.at.getTime();
  return rows.filter(({ at }) => at.getTime() === newest) as unknown as Verdict[];
}

function webAddress(value: string | null): string | null {
  const url = value === null ? null : safeUrl(value);
  return url !== null && /^https?:\/\//i.test(url) ? url : null;
}
