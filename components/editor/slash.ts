import { Extension } from '@tiptap/core';
import { PluginKey } from '@tiptap/pm/state';
import { Suggestion } from '@tiptap/suggestion';
import type { EditorUi } from './editor-ui.ts';
import type { Insertable } from './insertables.ts';

/** The id of an entry of the list, for `aria-activedescendant`. */
export const slashItemId = (item: Insertable): string => `editor-slash-${item.id}`;
export const slashListId = 'editor-slash';

const plain = (words: string): string => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Entries in which every word that was typed begins a word; where the label begins so, first. */
export function findInsertables(all: readonly Insertable[], query: string): Insertable[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  const rank = (item: Insertable): number | null => {
    const label = plain(item.label).split(/\s+/);
    const known = [...label, ...plain(item.words).split(/\s+/)];
    if (!wanted.every((word) => known.some((one) => one.startsWith(word)))) return null;
    return wanted.every((word) => label.some((one) => one.startsWith(word))) ? 0 : 1;
  };
  return all
    .flatMap((item) => {
      const at = rank(item);
      return at === null ? [] : [{ item, at }];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** `/` opens the list of what can be inserted; typing on narrows it, the keyboard stays in the text. */
export const SlashMenu = Extension.create<{ ui: EditorUi | null; items: Insertable[] }>({
  name: 'slashMenu',
  addOptions: () => ({ ui: null, items: [] }),
  addProseMirrorPlugins() {
    const { ui, items } = this.options;
    const { editor } = this;
    if (!ui) return [];
    const describe = () => {
      const { slash } = ui.state;
      const chosen = slash?.items[slash.chosen];
      const { dom } = editor.view;
      if (chosen) dom.setAttribute('aria-activedescendant', slashItemId(chosen));
      else dom.removeAttribute('aria-activedescendant');
      if (chosen) dom.setAttribute('aria-controls', slashListId);
      else dom.removeAttribute('aria-controls');
    };
    return [
      Suggestion<Insertable, Insertable>({
        pluginKey: new PluginKey('slash'),
        editor,
        char: '/',
        items: ({ query }) => findInsertables(items, query),
        allow: ({ state }) => !state.selection.$from.parent.type.spec.code,
        command: ({ editor: on, range, props }) => {
          on.chain().focus().deleteRange(range).run();
          props.run(on);
        },
        render: () => ({
          onStart: ({ items: found, command, clientRect }) => {
            ui.set({ slash: { items: found, chosen: 0, rect: clientRect?.() ?? null, choose: command } });
            describe();
          },
          onUpdate: ({ items: found, command, clientRect }) => {
            ui.set({ slash: { items: found, chosen: 0, rect: clientRect?.() ?? null, choose: command } });
            describe();
          },
          onKeyDown: ({ event }) => {
            const { slash } = ui.state;
            if (!slash || slash.items.length === 0) return false;
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
            if (step !== 0) {
              const chosen = (slash.chosen + step + slash.items.length) % slash.items.length;
              ui.set({ slash: { ...slash, chosen } });
              describe();
              return true;
            }
            const item = slash.items[slash.chosen];
            if ((event.key !== 'Enter' && event.key !== 'Tab') || !item) return false;
            slash.choose(item);
            return true;
          },
          onExit: () => {
            ui.set({ slash: null });
            describe();
          },
        }),
      }),
    ];
  },
});
