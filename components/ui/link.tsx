'use client';

import NextLink from 'next/link';
import { type ComponentProps, useState } from 'react';

type Props = Omit<ComponentProps<typeof NextLink>, 'prefetch' | 'onMouseEnter' | 'onFocus' | 'onTouchStart'>;

/**
 * A link within the site. The page behind it is fetched when a pointer, finger or focus comes near, not when the link
 * is merely in view: reading one article does not load the front page and its pictures.
 */
export function Link(props: Props) {
  const [near, setNear] = useState(false);
  const approach = () => setNear(true);
  return <NextLink {...props} prefetch={near} onMouseEnter={approach} onFocus={approach} onTouchStart={approach} />;
}
