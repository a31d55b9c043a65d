import type { Edition } from '#messages/edition';
import { PlainPage } from './plain-page.tsx';

type Props = { edition: Edition; windowMinutes: number; timeZone: string };

/** How hits are counted, in plain sentences. Each is true of `features/views`; whoever changes that changes this. */
export function Counting({ edition: { t, format }, windowMinutes, timeZone }: Props) {
  const minutes = format.number(windowMinutes);
  const parts = [
    [t.countingWhat, t.countingWhatText],
    [t.countingOnce, t.countingOnceText(minutes)],
    [t.countingLeftOut, t.countingLeftOutText],
    [t.countingPrivacy, t.countingPrivacyText(minutes)],
    [t.countingKept, t.countingKeptText],
    [t.countingFresh, t.countingFreshText],
    [t.countingLists, t.countingListsText(timeZone)],
    [t.countingImported, t.countingImportedText],
  ] as const;
  return <PlainPage title={t.howCounted} intro={t.countingIntro} parts={parts} />;
}
