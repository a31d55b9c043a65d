import { Autocomplete } from '@base-ui/react/autocomplete';
import { Popover } from '@base-ui/react/popover';
import { type Editor, getMarkRange, posToDOMRect } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import { articlePath } from '#lib/addresses';
import type { EditorTexts } from '#messages/editor';
import type { EditorServices } from './editor-services.ts';
import { typedAddress } from './typed-address.ts';

/** One thing that can be linked to. */
type Target = { href: string; label: string };
type Props = { editor: Editor; services: EditorServices; t: EditorTexts; close: () => void };

/** The field beside the text in which a link is searched, typed or taken away. */
export function LinkPopover({ editor, services, t, close }: Props) {
  const [range] = useState(() => {
    const { selection, schema } = editor.state;
    const { link } = schema.marks;
    const around = link ? getMarkRange(selection.$from, link) : undefined;
    const of = selection.empty && around ? around : { from: selection.from, to: selection.to };
    return { ...of, linked: Boolean(around) };
  });
  const [before] = useState(() => String(editor.getAttributes('link').href ?? ''));
  const [query, setQuery] = useState(before);
  const { targets, failed } = useTargets(query, services, t);
  const field = useRef<HTMLInputElement>(null);

  const set = (href: string | null, label?: string) => {
    const chain = editor.chain().focus().setTextSelection({ from: range.from, to: range.to });
    if (href === null) chain.unsetMark('link').run();
    // Without a selection the name of the article, or the address, is what is linked.
    else if (range.from === range.to)
      chain.insertContent({ type: 'text', text: label ?? href, marks: [{ type: 'link', attrs: { href } }] }).run();
    else chain.setMark('link', { href }).setTextSelection(range.to).run();
    close();
  };

  return (
    <Popover.Root
      open
      onOpenChange={(open) => {
        if (open) return;
        close();
        editor.commands.focus();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          className="editor-layer"
          sideOffset={8}
          align="start"
          collisionPadding={8}
          anchor={{ getBoundingClientRect: () => posToDOMRect(editor.view, range.from, range.to) }}
        >
          <Popover.Popup
            className="editor-popup editor-link"
            aria-label={t.edLink}
            initialFocus={field}
            finalFocus={false}
          >
            <Autocomplete.Root
              inline
              open
              items={targets}
              mode="none"
              autoHighlight="always"
              value={query}
              onValueChange={setQuery}
              itemToStringValue={(target: Target) => target.label}
            >
              <label className="editor-link-label" htmlFor="editor-link-field">
                {t.edLinkField}
              </label>
              <Autocomplete.Input
                ref={field}
                id="editor-link-field"
                className="editor-input"
                onFocus={(event) => event.currentTarget.select()}
              />
              <Autocomplete.List className="editor-menu">
                {(target: Target) => (
                  <Autocomplete.Item
                    key={target.href}
                    value={target}
                    className="editor-menu-item"
                    onClick={() => set(target.href, target.href.startsWith('/') ? target.label : undefined)}
                  >
                    <bdi>{target.label}</bdi>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
              <p className="editor-help" role="status">
                {failed ? t.edLinkFailed : targets.length === 0 && query.trim() !== '' && t.edLinkNone}
              </p>
            </Autocomplete.Root>
            {range.linked && (
              <button type="button" className="editor-button" onClick={() => set(null)}>
                {t.edLinkRemove}
              </button>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The address that was typed, and the articles that fit the words. */
function useTargets(query: string, services: EditorServices, t: EditorTexts) {
  const [found, setFound] = useState<{ query: string; articles: Target[]; failed: boolean }>({
    query: '',
    articles: [],
    failed: false,
  });
  const typed = typedAddress(query);
  const search = services.searchArticles;
  useEffect(() => {
    const words = query.trim();
    if (words.length < 2 || typed !== null) return;
    let current = true;
    const timer = setTimeout(() => {
      search(words).then(
        (articles) => {
          if (!current) return;
          const targets = articles.map(({ slug, headline }) => ({ href: articlePath(slug), label: headline }));
          setFound({ query: words, articles: targets, failed: false });
        },
        () => {
          if (current) setFound({ query: words, articles: [], failed: true });
        },
      );
    }, 180);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, typed, search]);
  if (typed !== null) return { targets: [{ href: typed, label: t.edLinkTo(typed) }], failed: false };
  return { targets: query.trim().length < 2 ? [] : found.articles, failed: found.failed };
}
