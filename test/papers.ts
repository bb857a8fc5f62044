/** Small files of the kinds people keep, whole enough to be known by their content. */

export const pdf = (text = 'plan'): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n%${text}\ntrailer<</Root 1 0 R>>\n%%EOF`,
    'latin1',
  );

/** As Word begins its files: a ZIP whose names tell. */
export const docx = (): Buffer =>
  Buffer.concat([
    Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0', 'latin1'),
    Buffer.from('[Content_Types].xml word/document.xml', 'latin1'),
    Buffer.alloc(200, 7),
  ]);

const png1 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const png = (): Buffer => Buffer.from(png1, 'base64');

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xff00 | marker, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** A photo of a phone: its Exif block says how it was held (6: turned right), and where (a GPS part with a readable mark). */
export function photo(): Buffer {
  const entries = [
    [0x0112, 3, 1, 6 << 16],
    [0x8825, 4, 1, 60],
  ];
  const tiff = Buffer.alloc(120);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(entries.length, 8);
  entries.forEach(([tag, type, count, value], index) => {
    const at = 10 + index * 12;
    tiff.writeUInt16BE(tag!, at);
    tiff.writeUInt16BE(type!, at + 2);
    tiff.writeUInt32BE(count!, at + 4);
    tiff.writeUInt32BE(value!, at + 8);
  });
  tiff.write('GPS 50.94 N 6.96 E', 60, 'latin1');
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])),
    segment(0xed, Buffer.from('Photoshop 3.0 owner Ada', 'latin1')),
    segment(0xfe, Buffer.from('taken at home', 'latin1')),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([1, 2, 3, 4, 0xff, 0xd9]),
  ]);
}
