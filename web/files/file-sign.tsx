import { IconFile, IconFileText, IconFileTypePdf, IconFileZip, IconPhoto, IconTable } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { addressOfVersion, baseOf, type Document } from './source.ts';

const signs: readonly (readonly [RegExp, typeof IconFile])[] = [
  [/^application\/pdf$/, IconFileTypePdf],
  [/^image\//, IconPhoto],
  [/sheet|excel/, IconTable],
  [/zip|gzip/, IconFileZip],
  [/text|word|document|rtf/, IconFileText],
];

/** The small picture of a file, or the sign of its type. */
export function FileSign({ file, size }: { file: Document; size: number }) {
  if (file.thumbnail)
    return (
      <img
        className="files-thumb"
        src={addressOfVersion(baseOf(file.kind), file.id, file.version, 'thumbnail')}
        alt=""
        loading="lazy"
        style={{ '--size': `${size}px` } as CSSProperties}
      />
    );
  const Sign = signs.find(([type]) => type.test(file.mediaType))?.[1] ?? IconFile;
  return (
    <span className="files-thumb files-sign" style={{ '--size': `${size}px` } as CSSProperties}>
      <Sign size={Math.round(size * 0.55)} stroke={1.5} aria-hidden />
    </span>
  );
}
