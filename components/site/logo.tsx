import { getImageProps } from 'next/image';
import type { LogoView } from '#features/look/schema';

/** The picture that stands for the name, which is its text. */
export function Logo({ logo, name }: { logo: LogoView; name: string }) {
  const propsOf = ({ src, width, height }: { src: string; width: number; height: number }) =>
    getImageProps({ src, width, height, alt: name, sizes: '36rem', quality: 70, loading: 'eager' }).props;
  const { style: _, ...image } = propsOf(logo);
  return (
    <picture className="nameplate-logo">
      {logo.dark && (
        <source
          media="(prefers-color-scheme: dark)"
          srcSet={propsOf(logo.dark).srcSet}
          sizes="36rem"
          width={logo.dark.width}
          height={logo.dark.height}
        />
      )}
      {/* biome-ignore lint/a11y/useAltText: it is among the attributes. */}
      <img {...image} />
    </picture>
  );
}
