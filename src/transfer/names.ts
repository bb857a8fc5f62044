const longest = 200;

/**
 * A name that a station gave, as it is shown: the last part of any path, without control, direction and zero-width characters (A-04, A-07).
 * It is never used as a path.
 */
export function harmlessName(given: string | undefined, most = longest): string | undefined {
  const name = (given ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .split(/[\\/]/)
    .at(-1)!
    .trim();
  return name === '' || name === '.' || name === '..' ? undefined : [...name].slice(0, most).join('');
}

/** `%20` and the like; what is no proper escape stays as it is. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The file name of a Content-Disposition (RFC 6266; 2.0.1 N01.FR.19). */
export function nameInDisposition(header: string | undefined): string | undefined {
  if (header === undefined || header.length > 2000) return undefined;
  const extended = /;\s*filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(header)?.[1];
  if (extended !== undefined) return unescaped(extended);
  const found = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2];
}

/** For downloads by people: always saved, never shown, whatever it is called (A-07). */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w .()-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
