/** What somebody is writing, in their own browser: it outlives a reload, signing in, a deploy and a lost connection. */
export type Draft = { text: string; submission: string; at: number };

const prefix = 'broadsheet:draft:';
const keptFor = 30 * 86_400_000;

/** `about` names the article and what is answered or changed there. */
export function readDraft(about: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(prefix + about) ?? 'null') as Partial<Draft> | null;
    if (typeof draft?.text !== 'string' || typeof draft.submission !== 'string') return null;
    return { text: draft.text, submission: draft.submission, at: Number(draft.at) };
  } catch {
    // Storage may be switched off; then a draft lives as long as the page.
    return null;
  }
}

export function keepDraft(about: string, text: string, submission: string): void {
  try {
    if (text.trim() === '') localStorage.removeItem(prefix + about);
    else localStorage.setItem(prefix + about, JSON.stringify({ text, submission, at: Date.now() } satisfies Draft));
  } catch {
    // See above.
  }
}

export function dropDraft(about: string): void {
  keepDraft(about, '', '');
}

/** Drafts that nobody came back to. */
export function sweepDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix)) continue;
      const draft = readDraft(key.slice(prefix.length));
      if (!draft || !(draft.at > Date.now() - keptFor)) localStorage.removeItem(key);
    }
  } catch {
    // See above.
  }
}
