import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { Frame, type Rooms } from '#components/admin/frame';
import { canManageAccounts } from '#features/accounts/policy';
import { canReadLog } from '#features/audit/policy';
import { canManageEmbeds } from '#features/embeds/policy';
import { canSeeFigures } from '#features/figures/policy';
import { canManageLinkbacks } from '#features/linkbacks/policy';
import { canManage } from '#features/managing/policy';
import { canModerate } from '#features/moderation/policy';
import { canWrite } from '#features/newsroom/policy';
import { canChangeSettings } from '#features/settings/policy';
import { canSeeSystem } from '#features/system/policy';
import { canTransfer } from '#features/transfer/policy';
import type { Actor } from '#lib/actor';
import { backTo, securityPath } from '#lib/addresses';
import { leaveStatus } from '#lib/served-request';
import '../styles/admin.css';
import '../styles/doors.css';
import '../styles/tables.css';
import '../styles/manage.css';
import '../styles/newsroom.css';
import '../styles/focus.css';
import '../styles/keeping.css';
import '../styles/transfer.css';

/** Who asks decides which rooms are named. */
export const instant = false;

export const metadata: Metadata = { robots: { index: false, follow: false } };

const roomsOf = (actor: Actor): Rooms => ({
  figures: canSeeFigures(actor),
  articles: canWrite(actor),
  moderation: canModerate(actor),
  linkbacks: canManageLinkbacks(actor),
  embeds: canManageEmbeds(actor),
  managing: canManage(actor),
  people: canManageAccounts(actor),
  settings: canChangeSettings(actor),
  transfer: canTransfer(actor),
  log: canReadLog(actor),
  system: canSeeSystem(actor),
});

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [{ settings, edition }, actor] = await Promise.all([getEdition(), currentActor()]);
  // Their role opens nothing before it, here and in every command; this only says what to do.
  if (actor.kind === 'user' && actor.owesSecondFactor) {
    leaveStatus();
    redirect(backTo(securityPath, '/admin'));
  }
  return (
    <Frame name={settings.name} rooms={roomsOf(actor)} person={actor.kind === 'user' ? actor.id : ''} edition={edition}>
      {children}
    </Frame>
  );
}
