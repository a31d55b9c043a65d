type Rgb = [number, number, number];

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const print = (rgb: Rgb): string => `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance, WCAG 2. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two sRGB hex colours, 1–21, WCAG 2. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * `colour` moved towards black or white, away from `paper`, only as far as text in it needs to be read there
 * (4.5 by default). All are sRGB hex.
 */
export function readableOn(colour: string, paper: string, wanted = 4.5): string {
  const target: Rgb = luminance(parse(paper)) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  const start = parse(colour);
  for (let step = 0; step <= 50; step++) {
    const mixed = print(start.map((value, at) => value + ((target[at] as number) - value) * (step / 50)) as Rgb);
    if (contrast(mixed, paper) >= wanted) return mixed;
  }
  return print(target);
}
