/** The Cookie header a browser would send next, after these Set-Cookie values. */
export function nextCookies(before: string | string[] | undefined, set: readonly string[]): string {
  const jar = new Map<string, string>();
  for (const part of typeof before === 'string' ? before.split(/; */) : []) {
    const at = part.indexOf('=');
    if (at > 0) jar.set(part.slice(0, at), part.slice(at + 1));
  }
  for (const line of set) {
    const pair = line.split(';', 1)[0]!;
    const at = pair.indexOf('=');
    if (at <= 0) continue;
    if (/;\s*max-age=0(;|$)/i.test(line)) jar.delete(pair.slice(0, at));
    else jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}
