import { type NotificationView, noticeText } from '#features/notifications/schema';
import { responsePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

/** Isolated in the sentence: a name in letters from the right turns nothing around it. */
const apart = (text: string): string => `\u2068${text}\u2069`;

const withNamesApart = (notice: NotificationView): NotificationView => ({
  ...notice,
  name: notice.name && apart(notice.name),
  response: notice.response && { ...notice.response, headline: apart(notice.response.headline) },
});

/** What one was told lately. */
export function NotificationList({ notices, edition }: { notices: NotificationView[]; edition: Edition }) {
  const { t, format } = edition;
  if (notices.length === 0) return <p className="responses-note">{t.notificationsNone}</p>;
  return (
    <ol className="notices">
      {notices.map((notice) => {
        const sentence = noticeText(t, withNamesApart(notice));
        return (
          <li key={notice.id} className={notice.read ? 'notice-entry' : 'notice-entry is-unread'}>
            <p className="response-head">
              {!notice.read && <b className="notice-new">{t.notificationNew}</b>}
              <time className="response-date" dateTime={notice.at}>
                {format.dateTime(notice.at)}
              </time>
            </p>
            <p className="notice-sentence">
              {notice.response ? (
                <a href={responsePath(notice.response.id)} rel="nofollow">
                  {sentence}
                </a>
              ) : (
                sentence
              )}
            </p>
            {notice.response?.excerpt && (
              <p className="notice-words" dir="auto">
                {notice.response.excerpt}
              </p>
            )}
            {notice.detail.reason && <p className="notice-words">{t.noticeMailReason(apart(notice.detail.reason))}</p>}
          </li>
        );
      })}
    </ol>
  );
}
