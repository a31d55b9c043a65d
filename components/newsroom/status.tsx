import type { Status } from '#features/newsroom/schema';
import type { NewsroomTexts } from '#messages/newsroom';

export const statusName = (status: Status, t: NewsroomTexts): string =>
  ({
    draft: t.statusDraft,
    in_review: t.statusInReview,
    approved: t.statusApproved,
    scheduled: t.statusScheduled,
    published: t.statusPublished,
    archived: t.statusArchived,
  })[status];
