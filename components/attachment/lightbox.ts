import './lightbox.css';
import { attachmentTextsFor } from '#messages/attachments';

type Shown = { link: HTMLAnchorElement; alt: string; caption: string };

/** A button that is a drawn arrow or cross, with its words for who can't see it. */
function button(className: string, label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.setAttribute('aria-label', label);
  made.title = label;
  made.addEventListener('click', act);
  return made;
}

/**
 * Shows the picture that `opener` leads to over the page, with its neighbours of the same response. Arrows, swipes and
 * buttons go from one to the next; Escape, a click beside the picture and a button close it, and the keyboard is back at
 * the picture that was seen last.
 */
export function openLightbox(opener: HTMLAnchorElement, language: string): void {
  const t = attachmentTextsFor(language);
  const links = opener.closest('.attached')?.querySelectorAll<HTMLAnchorElement>('a[data-act="enlarge"]') ?? [opener];
  const pictures: Shown[] = [...links].map((link) => ({
    link,
    alt: link.querySelector('img')?.alt ?? '',
    caption: link.closest('figure')?.querySelector('figcaption')?.textContent ?? '',
  }));
  let at = Math.max(
    0,
    pictures.findIndex(({ link }) => link === opener),
  );

  const dialog = document.createElement('dialog');
  dialog.className = 'lightbox';
  const place = document.createElement('figure');
  const words = document.createElement('figcaption');
  const count = document.createElement('span');
  count.className = 'lightbox-count';
  count.setAttribute('role', 'status');
  const caption = document.createElement('span');
  caption.dir = 'auto';
  const download = document.createElement('a');
  download.textContent = t.pictureFile;
  words.append(count, caption, download);

  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const show = (index: number) => {
    at = (index + pictures.length) % pictures.length;
    const { link, alt, caption: line } = pictures[at] as Shown;
    const [width = 0, height = 0] = (link.dataset.size ?? '').split(' ').map(Number);
    const picture = new Image(width, height);
    picture.alt = alt;
    picture.draggable = false;
    picture.src = link.href;
    // What is in the page already stands there until the large one has come.
    picture.style.backgroundImage = `url("${link.querySelector('img')?.currentSrc ?? ''}")`;
    picture.style.setProperty('--ratio', String(width / height || 1));
    picture.style.setProperty('--wide', `${width}px`);
    place.replaceChildren(picture);
    const position = t.pictureOf(number(at + 1), number(pictures.length));
    count.textContent = pictures.length > 1 ? position : '';
    caption.textContent = line;
    dialog.setAttribute('aria-label', alt || line || position);
    download.href = link.dataset.file ?? link.href;
    download.download = link.dataset.name ?? '';
    // The next one is there when it is asked for.
    const next = pictures[(at + 1) % pictures.length];
    if (next && next.link !== link) new Image().src = next.link.href;
  };
  const close = () => dialog.close();
  const towards = (step: number) => show(at + step);
  const isRtl = getComputedStyle(opener).direction === 'rtl';

  const bar = document.createElement('div');
  bar.className = 'lightbox-bar';
  bar.append(words, button('lightbox-close', t.pictureClose, close));
  dialog.append(bar, place);
  if (pictures.length > 1)
    dialog.append(
      button('lightbox-previous', t.picturePrevious, () => towards(-1)),
      button('lightbox-next', t.pictureNext, () => towards(1)),
    );

  dialog.addEventListener('keydown', (event) => {
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    if (step === undefined || pictures.length === 1) return;
    event.preventDefault();
    towards(step);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target === place) close();
  });
  let from: number | null = null;
  place.addEventListener('pointerdown', ({ clientX, isPrimary }) => {
    from = isPrimary ? clientX : null;
  });
  place.addEventListener('pointerup', ({ clientX }) => {
    const moved = from === null ? 0 : clientX - from;
    from = null;
    if (pictures.length > 1 && Math.abs(moved) > 48) towards(moved < 0 === isRtl ? -1 : 1);
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    pictures[at]?.link.focus();
  });
  document.body.append(dialog);
  show(at);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('.lightbox-close')?.focus();
}
