/**
 * Runs in the reader's browser, by itself, as `show-players.ts` does: lists the services whose players are always shown,
 * each with a button that takes it back.
 */
export function listRemembered(words: { none: string; forget: string }, names: Record<string, string>): void {
  const place = 'broadsheet-players';
  const list = document.getElementById('remembered-players');
  const read = (): string[] => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
      return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
    } catch {
      return [];
    }
  };
  const draw = (): void => {
    const line = (...inside: (Node | string)[]): HTMLElement => {
      const made = document.createElement('p');
      made.append(...inside);
      return made;
    };
    const kept = read();
    list?.replaceChildren(
      ...(kept.length === 0
        ? [line(words.none)]
        : kept.map((id) => {
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'link';
            button.textContent = words.forget.replace('{service}', names[id] ?? id);
            button.addEventListener('click', () => {
              localStorage.setItem(place, JSON.stringify(read().filter((other) => other !== id)));
              draw();
            });
            return line(button);
          })),
    );
  };
  draw();
}
