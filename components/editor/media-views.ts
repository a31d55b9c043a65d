import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { NodeSelection } from '@tiptap/pm/state';
import type { EditorView, NodeView, NodeViewConstructor, ViewMutationRecord } from '@tiptap/pm/view';
import type { Focus } from '#features/media/schema';
import { decodeSegment, hostOf } from '#lib/addresses';
import { safeUrl } from '#lib/document/schema';
import { alignClassOf } from './markup.ts';
import { button, type EditorContext, make } from './view-context.ts';

/** What stands above the caption. Nothing in it may be edited; its buttons work. */
type Draw = (node: Node, context: EditorContext, at: () => number | undefined) => (HTMLElement | null)[];

const textOf = (node: Node, name: string): string => {
  const value = node.attrs[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** A file of ours; nothing of another host is ever loaded, here as for readers. */
const ownFile = (node: Node): string | null =>
  node.attrs.fileId && textOf(node, 'src').startsWith('/files/') ? textOf(node, 'src') : null;

type FigureOptions = { context: EditorContext; draw: Draw; classOf: (node: Node) => string };

/** A block with a caption: `dom` like the readers' figure, the caption is the part that is edited. */
class FigureView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM?: HTMLElement;
  readonly #stage = make('div', { class: 'editor-stage', contenteditable: 'false' });
  readonly #credit = make('span', { class: 'credit', contenteditable: 'false' });
  readonly #options: FigureOptions;
  readonly #view: EditorView;
  readonly #at: () => number | undefined;
  #node: Node;

  constructor(node: Node, view: EditorView, at: () => number | undefined, options: FigureOptions) {
    this.#node = node;
    this.#view = view;
    this.#at = at;
    this.#options = options;
    this.dom = make('figure', {}, this.#stage);
    if (!node.isLeaf) {
      const words = options.context.t.edCaptionPlaceholder;
      this.contentDOM = make('div', { class: 'editor-caption', 'data-placeholder': words });
      this.dom.append(make('figcaption', {}, this.contentDOM, ' ', this.#credit));
    }
    this.#stage.addEventListener('mousedown', this.#select);
    // Between the two the browser has put its cursor into the caption.
    this.#stage.addEventListener('click', this.#select);
    this.#draw();
  }

  #select = (event: MouseEvent): void => {
    const at = this.#at();
    if (at === undefined || (event.target as Element).closest('button, a, input')) return;
    const { state } = this.#view;
    if (state.selection instanceof NodeSelection && state.selection.from === at) return;
    this.#view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, at)));
    this.#view.focus();
  };

  #draw(): void {
    const { context, draw, classOf } = this.#options;
    this.#stage.replaceChildren(...draw(this.#node, context, this.#at).filter((part) => part !== null));
    const selected = this.dom.classList.contains('ProseMirror-selectednode');
    this.dom.className = `${classOf(this.#node)} editor-figure`;
    this.dom.classList.toggle('ProseMirror-selectednode', selected);
    this.#credit.textContent = textOf(this.#node, 'credit');
    this.#empty();
  }

  #empty(): void {
    this.contentDOM?.classList.toggle('is-empty', this.#node.content.size === 0);
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false;
    const same = node.hasMarkup(node.type, this.#node.attrs, node.marks);
    this.#node = node;
    if (same) this.#empty();
    else this.#draw();
    return true;
  }

  selectNode(): void {
    this.dom.classList.add('ProseMirror-selectednode');
  }

  deselectNode(): void {
    this.dom.classList.remove('ProseMirror-selectednode');
  }

  stopEvent(event: Event): boolean {
    const target = event.target as Element | null;
    if (target && !(target instanceof Element)) return false;
    if (target?.closest('.editor-stage button, .editor-stage a, .editor-stage input')) return true;
    // The browser's player works; dragging it is the editor's.
    return Boolean(target?.closest('audio, video')) && !event.type.startsWith('drag') && event.type !== 'drop';
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    if (mutation.type === 'selection') return false;
    return !this.contentDOM?.contains(mutation.target);
  }
}

/** For what is not stored here: where it is, and a way to bring it here. */
function elsewhere(
  node: Node,
  context: EditorContext,
  at: () => number | undefined,
  kind: 'image' | 'audio' | 'video',
) {
  const { t } = context;
  const src = safeUrl(textOf(node, 'src'));
  const choose = button(src ? t.edUploadInstead : t.edChooseFile, () => {
    const pos = at();
    if (pos !== undefined) context.chooseFile(kind, pos);
  });
  return make(
    'div',
    { class: 'editor-elsewhere' },
    make('p', {}, src ? t.edElsewhere(hostOf(src)) : t.edNoFile),
    src && make('p', {}, make('a', { href: src, rel: 'noopener noreferrer', target: '_blank' }, src)),
    choose,
  );
}

/** A picture of ours whose size is known: it may come to be cropped. */
export function croppable(node: Node): { fileId: string; src: string; width: number; height: number } | null {
  const src = node.type.name === 'picture' ? ownFile(node) : null;
  const { fileId, width, height } = node.attrs;
  return src && width && height ? { fileId: String(fileId), src, width: Number(width), height: Number(height) } : null;
}

const focusText = (focus: Focus | null | undefined): string => (focus ? `${focus.x}% ${focus.y}%` : '');

/** Shows what stays in sight of a picture, wherever in the text it stands. */
export function showFocus(editor: Editor, fileId: string, focus: Focus | null): void {
  for (const image of editor.view.dom.querySelectorAll<HTMLElement>(`img[data-file="${CSS.escape(fileId)}"]`))
    image.style.setProperty('--focus', focusText(focus));
}

/** Through the optimizer where it can be asked: the file itself may have any size. */
function shown(node: Node, src: string, { services }: EditorContext): HTMLImageElement {
  const fileId = String(node.attrs.fileId);
  const image = make('img', { alt: textOf(node, 'alt'), loading: 'lazy', decoding: 'async', draggable: 'false' });
  image.dataset.file = fileId;
  image.style.setProperty('--focus', focusText(services().focuses.get(fileId)));
  for (const name of ['width', 'height']) if (node.attrs[name]) image.setAttribute(name, String(node.attrs[name]));
  image.addEventListener('error', () => image.setAttribute('src', src), { once: true });
  image.src =
    node.attrs.width && !/\.(svg|gif)$/i.test(src) ? `/_next/image?url=${encodeURIComponent(src)}&w=1200&q=70` : src;
  return image;
}

const picture: Draw = (node, context, at) => {
  const src = ownFile(node);
  if (src === null) return [elsewhere(node, context, at, 'image')];
  const describe = button(
    context.t.edAltMissing,
    () => {
      const pos = at();
      if (pos !== undefined) context.openSettings(pos);
    },
    { class: 'editor-alt-missing' },
  );
  return [shown(node, src, context), textOf(node, 'alt') === '' ? describe : null];
};

const audio: Draw = (node, context, at) => {
  const src = ownFile(node);
  if (src === null) return [elsewhere(node, context, at, 'audio')];
  const title = textOf(node, 'title');
  return [
    title ? make('p', { class: 'media-title' }, title) : null,
    make('audio', { controls: true, preload: 'none', src }),
  ];
};

const video: Draw = (node, context, at) => {
  const src = ownFile(node);
  if (src === null) return [elsewhere(node, context, at, 'video')];
  const poster = textOf(node, 'poster');
  const player = make('video', {
    ...{ controls: true, playsinline: true, preload: 'none', src },
    poster: poster.startsWith('/files/') ? poster : undefined,
  });
  player.style.aspectRatio =
    node.attrs.width && node.attrs.height ? `${node.attrs.width} / ${node.attrs.height}` : '16 / 9';
  return [player];
};

/** What links were found to lead to, of this page: each is asked for once. */
const previews = new Map<string, Promise<{ title: string; provider: string | null } | null>>();

const embed: Draw = (node, { t, services }) => {
  const url = safeUrl(textOf(node, 'url'));
  const service = make('span', {}, url ? hostOf(url) : '');
  const title = make('p', { class: 'embed-title is-address' }, url ?? textOf(node, 'url'));
  if (url) {
    const asked =
      previews.get(url) ??
      services()
        .previewEmbed(url)
        .catch(() => null);
    previews.set(url, asked);
    void asked.then((preview) => {
      if (!preview) return;
      if (preview.provider) service.textContent = preview.provider;
      if (!preview.title) return;
      title.textContent = preview.title;
      title.classList.remove('is-address');
      title.after(make('p', { class: 'editor-address' }, url));
    });
  }
  return [
    make('div', { class: 'embed-words' }, make('p', { class: 'embed-service' }, service, ` ${t.edEmbedWhat}`), title),
  ];
};

const attachment: Draw = (node, { t }) => {
  const src = textOf(node, 'src');
  const name = textOf(node, 'name') || decodeSegment(src.split('/').at(-1) ?? '') || src;
  return [
    make(
      'div',
      { class: 'attachment' },
      make('strong', {}, name),
      make('span', {}, ownFile(node) ? t.edDownload : hostOf(src)),
    ),
  ];
};

const unknown: Draw = (node, { t }) => [
  make(
    'div',
    { class: 'editor-unknown' },
    make('p', {}, make('strong', {}, t.edUnknown(textOf(node, 'name') || '?')), ` ${t.edUnknownHelp}`),
    make('pre', { tabindex: '0', 'aria-label': t.edUnknownSource }, make('code', {}, String(node.attrs.source ?? ''))),
  ),
];

const figures: Record<string, { draw: Draw; classOf: (node: Node) => string }> = {
  picture: {
    draw: picture,
    classOf: (node) => {
      const align = alignClassOf(node);
      const small = (Number(node.attrs.width) || 2000) < 560 && !align;
      return ['picture', align, small ? 'is-small' : ''].filter(Boolean).join(' ');
    },
  },
  audio: { draw: audio, classOf: () => 'audio' },
  video: { draw: video, classOf: () => 'video' },
  embed: { draw: embed, classOf: () => 'embed is-card' },
  attachment: { draw: attachment, classOf: () => 'editor-attachment' },
  unknown: { draw: unknown, classOf: () => 'editor-unknown-block' },
};

/** The views of what is more than text. */
export function mediaViews(context: EditorContext): Record<string, NodeViewConstructor> {
  const views: Record<string, NodeViewConstructor> = {};
  for (const [name, { draw, classOf }] of Object.entries(figures))
    views[name] = (node, view, at) => new FigureView(node, view, at, { context, draw, classOf });
  views.inlinePicture = (node) => {
    const src = ownFile(node);
    const alt = textOf(node, 'alt');
    return {
      dom: src
        ? make('img', { class: 'inline-picture', src, alt })
        : make('span', { class: 'editor-inline-elsewhere' }, alt || hostOf(textOf(node, 'src'))),
    };
  };
  views.details = (node, view, at) => detailsView(node, view, at, context);
  return views;
}

/** The line that is always seen is an attribute: a field of its own above what it opens. */
function detailsView(first: Node, view: EditorView, at: () => number | undefined, { t }: EditorContext): NodeView {
  const field = make('input', { class: 'editor-summary', 'aria-label': t.edSummary, placeholder: t.edSummary });
  const contentDOM = make('div');
  const dom = make('div', { class: 'editor-details' }, make('div', { contenteditable: 'false' }, field), contentDOM);
  field.value = textOf(first, 'summary');
  field.disabled = !view.editable;
  field.addEventListener('input', () => {
    const pos = at();
    if (pos !== undefined) view.dispatch(view.state.tr.setNodeAttribute(pos, 'summary', field.value));
  });
  return {
    dom,
    contentDOM,
    update(node) {
      if (node.type !== first.type) return false;
      if (document.activeElement !== field) field.value = String(node.attrs.summary ?? '');
      return true;
    },
    stopEvent: (event) => event.target === field,
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
  };
}
