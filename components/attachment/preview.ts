const side = 128;

/**
 * A small square of a picture that is still on its way, as a `data:` address: the pages' policy has no room for others.
 * Null where this browser can't read it.
 */
export async function previewOf(file: File): Promise<string | null> {
  if (!file.type.startsWith('image/') || file.size > 20_000_000) return null;
  try {
    const picture = await createImageBitmap(file);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    const scale = side / Math.min(picture.width, picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext('2d')?.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
    picture.close();
    return canvas.toDataURL('image/webp', 0.7);
  } catch {
    return null;
  }
}
