import type { ReactNode } from 'react';

/** Strokes on a grid of 20. */
const shapes = {
  bold: <path d="M6 4h5a3 3 0 0 1 0 6H6zm0 6h6a3 3 0 0 1 0 6H6z" />,
  italic: <path d="M8 4h6M6 16h6M11.5 4l-3 12" />,
  link: <path d="M8.5 11.5l3-3M7 9L5 11a2.8 2.8 0 0 0 4 4l2-2M9 7l2-2a2.8 2.8 0 0 1 4 4l-2 2" />,
  bullets: <path d="M8 5h9M8 10h9M8 15h9M4 5h.01M4 10h.01M4 15h.01" />,
  numbers: <path d="M9 5h8M9 10h8M9 15h8M3.5 4L5 3.4V7.5M3.4 12.7c.5-1 2.4-.9 2.4.3 0 .9-2.4 2-2.4 3h2.5" />,
  quote: <path d="M4 5v10M8 6h8M8 10h8M8 14h5" />,
  undo: <path d="M7 4L3.5 7.5 7 11M4 7.5h7.5a4 4 0 0 1 0 8H8" />,
  redo: <path d="M13 4l3.5 3.5L13 11M16 7.5H8.5a4 4 0 0 0 0 8H12" />,
  full: <path d="M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4" />,
  keys: <path d="M2.5 6h15v9h-15zM5 9h.01M8 9h.01M11 9h.01M14.5 9h.01M6.5 12h7" />,
  plus: <path d="M10 4v12M4 10h12" />,
  up: <path d="M10 16V5M5.5 9.5L10 5l4.500 4.500" />,
  down: <path d="M10 4v11M5.500 10.500L10 15l4.500-4.500" />,
  remove: <path d="M4.500 6h11M8 6V4h4v2M6 6l.7 10h6.600L14 6" />,
  settings: <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4" />,
  more: <path d="M5 10h.01M10 10h.01M15 10h.01" />,
  grip: <path d="M7.500 5h.01M12.500 5h.01M7.500 10h.01M12.500 10h.01M7.500 15h.01M12.500 15h.01" />,
  chevron: <path d="M6 8l4 4 4-4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export const Icon = ({ name }: { name: IconName }) => (
  <svg
    className="editor-icon"
    viewBox="0 0 20 20"
    width="20"
    height="20"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    strokeWidth={name === 'grip' || name === 'more' ? 2.4 : 1.6}
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    {shapes[name]}
  </svg>
);
