import { cache } from 'react';
import { getEdition } from '#app/_cached/edition';
import { getLimits } from '#features/attachments/queries';
import type { AttachmentLimits } from '#features/attachments/schema';
import { cacheTags } from '#lib/cache-tags';
import { type Attach, attachFor } from '../../components/attachment/limits.ts';
import { keepUntilChanged } from './life.ts';

async function readLimits(): Promise<AttachmentLimits> {
  'use cache';
  await keepUntilChanged(cacheTags.settings);
  return getLimits();
}

/** What a form needs so that files can be added to it; null where nobody can add any. */
export const getAttach = cache(async (): Promise<Attach | null> => {
  const [limits, { edition }] = await Promise.all([readLimits(), getEdition()]);
  return attachFor(limits, edition);
});
