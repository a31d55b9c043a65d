import { type NotificationView, noticeText } from '#features/notifications/schema';
import { responsePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

/** What one was told lately. */
export function NotificationList({ notices, edition }: { notices: NotificationView[]; edition: Edition }) {
  const { t, format } = edition;
  if (notices.length === 0) return <p className="responses-note">{t.notificationsNone}</p>;
  return (
    <ol className="notices">
      {notices.map((notice) => {
        const sentence = noticeText(t, notice);
        return (
          <li key={notice.id} className={notice.read ? 'notice-entry' : 'notice-entry is-unread'}>
            <p className="response-head">
              {!notice.read && <b className="notice-new">{t.notificationNew}</b>}
              <time className="response-date" dateTime={notice.at}>
                {format.dateTime(notice.at)}
              </time>
            </p>
            <p className="notice-sentence" dir="auto">
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
            {notice.detail.reason && <p className="notice-words">{t.noticeMailReason(notice.detail.reason)}</p>}
          </li>
        );
      })}
    </ol>
  );
}
