import type { EditorTexts } from '#messages/editor';
import { type EditorUi, useEditorUi } from './editor-ui.ts';
import { slashItemId, slashListId } from './slash.ts';

const height = 288;

/** The list under the caret. The keyboard stays in the text: what is chosen is told by `aria-activedescendant`. */
export function SlashList({ ui, t }: { ui: EditorUi; t: EditorTexts }) {
  const slash = useEditorUi(ui, (state) => state.slash);
  if (!slash?.rect) return null;
  const { items, chosen, rect, choose } = slash;
  const below = rect.bottom + height < window.innerHeight || rect.top < height;
  const style = {
    insetInlineStart: Math.max(8, Math.min(rect.left, window.innerWidth - 280)),
    ...(below ? { insetBlockStart: rect.bottom + 6 } : { insetBlockEnd: window.innerHeight - rect.top + 6 }),
  };
  return (
    <div className="editor-layer editor-slash" style={style}>
      {items.length === 0 ? (
        <p className="editor-popup editor-nothing">{t.edNothingFits}</p>
      ) : (
        <div className="editor-popup editor-menu" id={slashListId} role="listbox" aria-label={t.edInsert}>
          {items.map((item, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the text, where the focus stays.
            <div
              key={item.id}
              id={slashItemId(item)}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className="editor-menu-item"
              data-highlighted={index === chosen ? '' : undefined}
              ref={index === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(item)}
            >
              {item.label}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
