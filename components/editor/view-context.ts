import type { EditorTexts } from '#messages/editor';
import type { EditorServices, MediaKind } from './editor-services.ts';

/** What views and plugins get from the page. `services` is read at each use: the page may give others. */
export type EditorContext = {
  t: EditorTexts;
  services: () => EditorServices;
  openSettings: (at: number) => void;
  /** Lets somebody choose a file in place of what the block at that position names. */
  chooseFile: (kind: MediaKind, at: number) => void;
};

export type Child = globalThis.Node | string | null | false;

/** An element with attributes (undefined: none) and children. Text stays text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

export function button(label: string, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const element = make('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', (event) => {
    event.preventDefault();
    act();
  });
  return element;
}
