import { getImageProps } from 'next/image';
import { focusStyle } from './focus-style.ts';

/**
 * A picture of ours in the sizes that screens want, through Next's optimizer but without its script: a plain
 * `<img>` with `srcset`. `sizes` says how wide it stands. `priority`: it is what a reader sees first.
 */
export function Picture(props: {
  src: string;
  width: number;
  height: number;
  alt: string;
  sizes: string;
  priority?: boolean;
  className?: string | undefined;
  title?: string | undefined;
  /** What stays in sight where it is cropped, in percent; without it the middle. */
  focus?: { x: number; y: number } | null | undefined;
}) {
  const { priority = false, className, title, focus, ...picture } = props;
  const { props: image } = getImageProps({ ...picture, quality: 70, loading: priority ? 'eager' : 'lazy' });
  const { style: _, ...attributes } = image;
  return (
    // biome-ignore lint/performance/noImgElement: this is next/image, by getImageProps.
    // biome-ignore lint/a11y/useAltText: it is among the attributes.
    <img
      {...attributes}
      {...(priority ? { fetchPriority: 'high' as const } : {})}
      className={className}
      title={title}
      style={focusStyle(focus)}
    />
  );
}
