import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { markAllReadAction } from '#app/_actions/notifications';
import { getEdition } from '#app/_cached/edition';
import { MailPolicy } from '#components/comment/mail-policy';
import { NotificationList } from '#components/comment/notification-list';
import { PlainButton } from '#components/comment/plain-form';
import { getProfile } from '#features/accounts/queries';
import { listNotifications } from '#features/notifications/queries';
import { notificationsPath, signInPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  const { edition } = await getEdition();
  return { title: edition.t.notifications };
}

export default async function Page() {
  const actor = await currentActor();
  if (actor.kind !== 'user') redirect(signInPath(notificationsPath));
  const [{ edition }, notices, profile] = await Promise.all([
    getEdition(),
    listNotifications(actor),
    getProfile(actor.id),
  ]);
  const { t, format, language } = edition;
  const unread = notices.filter((notice) => !notice.read).length;
  return (
    <main id="content" className="response-page">
      <header className="list-header">
        <h1>{t.notifications}</h1>
      </header>
      <div className="responses">
        {unread > 0 && (
          <div className="responses-bar">
            <span>{t.notificationsUnread(unread, format.number(unread))}</span>
            <PlainButton action={markAllReadAction} at={notificationsPath} fields={{}} label={t.notificationsRead} />
          </div>
        )}
        {profile && (
          <>
            <NotificationList notices={notices} edition={edition} />
            <MailPolicy policy={profile.mailPolicy} language={language} />
          </>
        )}
      </div>
    </main>
  );
}
