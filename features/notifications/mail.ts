import type { Settings } from '#features/settings/schema';
import { articlePath, notificationsPath, responsePath, unsubscribePath } from '#lib/addresses';
import { shorten } from '#lib/document/text';
import { siteUrl } from '#lib/env';
import { escapeXml } from '#lib/html';
import { messagesFor } from '#messages/catalogue';
import { type NotificationView, noticeText } from './schema.ts';
import { tokenFor } from './unsubscribing.ts';

const longestSubject = 150;

/** Notifications as a mail, in the language of the publication, which can be ended by one click of the mail program. */
export function mailOf(
  notices: readonly NotificationView[],
  { userId, settings }: { userId: string; settings: Settings },
): { subject: string; text: string; html: string; headers: Record<string, string> } {
  const t = messagesFor(settings.language);
  const site = siteUrl();
  const unsubscribeUrl = site + unsubscribePath(tokenFor(userId));
  const entries = notices.map((notice) => ({
    sentence: noticeText(t, notice),
    words: notice.response?.excerpt ?? '',
    reason: notice.detail.reason?.trim() ?? '',
    url: site + addressOf(notice),
  }));
  const [first] = entries;
  const subject = entries.length === 1 && first ? first.sentence : t.noticeMailMany(entries.length, settings.name);
  const footer = t.noticeMailWhy(settings.name);
  const text = [
    ...entries.map(({ sentence, words, reason, url }) =>
      [sentence, words && `> ${words}`, reason && t.noticeMailReason(reason), url].filter(Boolean).join('\n\n'),
    ),
    `${footer}\n${t.noticeMailSettings}: ${site}${notificationsPath}\n${t.noticeMailStop}: ${unsubscribeUrl}`,
  ].join('\n\n-- \n\n');
  const link = (url: string, label: string) => `<a href="${escapeXml(url)}">${escapeXml(label)}</a>`;
  const html = `<!doctype html>
<html lang="${escapeXml(settings.language)}" dir="${settings.direction}"><head><meta charset="utf-8"><title>${escapeXml(subject)}</title></head>
<body style="font:16px/1.5 Georgia,serif;max-width:36em;margin:1.5em auto;padding:0 1em">
${entries
  .map(
    ({ sentence, words, reason, url }) => `<p dir="auto">${escapeXml(sentence)}</p>
${words && `<blockquote dir="auto" style="margin:0 0 1em;padding-left:1em;border-left:2px solid #999">${escapeXml(words)}</blockquote>\n`}${reason && `<p dir="auto">${escapeXml(t.noticeMailReason(reason))}</p>\n`}<p>${link(url, t.noticeMailOpen)}</p>`,
  )
  .join('\n<hr style="border:0;border-top:1px solid #ccc">\n')}
<hr style="border:0;border-top:1px solid #ccc">
<p style="font:13px/1.5 sans-serif;color:#555">${escapeXml(footer)}<br>${link(site + notificationsPath, t.noticeMailSettings)} · ${link(unsubscribeUrl, t.noticeMailStop)}</p>
</body></html>`;
  return {
    subject: shorten(subject, longestSubject),
    text,
    html,
    headers: {
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

/** Where one reads on: the response where all can see it, the article or one's own list otherwise. */
function addressOf({ kind, response, detail }: NotificationView): string {
  if (response === null) return notificationsPath;
  const isHidden =
    kind === 'hidden' ||
    (kind === 'appealed' && detail.outcome !== 'reversed') ||
    (kind === 'undone' && detail.state !== 'public');
  return isHidden ? `${articlePath(response.slug)}#responses` : responsePath(response.id);
}
