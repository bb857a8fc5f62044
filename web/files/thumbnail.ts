const side = 320;
const most = 40_000;

/** A small picture of a picture, drawn by the browser, upright; undefined where it cannot. */
export async function thumbnailOf(file: Blob): Promise<Blob | undefined> {
  if (!/^image\/(jpeg|png|webp|gif)$/.test(file.type)) return undefined;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext('2d');
    if (!pen) return undefined;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.75));
    return drawn && drawn.size <= most ? drawn : undefined;
  } catch {
    return undefined;
  }
}
