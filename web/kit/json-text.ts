export type TokenKind = 'key' | 'text' | 'number' | 'word' | 'plain';
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const pattern = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** Cuts JSON text into coloured pieces; their texts together are the input, character by character. */
export function jsonTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) tokens.push({ kind: 'plain', text: text.slice(at, match.index) });
    if (match[1] !== undefined) {
      tokens.push({ kind: match[2] === undefined ? 'text' : 'key', text: match[1] });
      if (match[2] !== undefined) tokens.push({ kind: 'plain', text: match[2] });
    } else tokens.push({ kind: match[3] !== undefined ? 'number' : 'word', text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) tokens.push({ kind: 'plain', text: text.slice(at) });
  return tokens;
}

/**
 * Indents JSON text without reading its values, so that 1.10 stays 1.10 and repeated names stay visible.
 * Text that is no JSON comes back as it is.
 */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let out = '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') {
      let end = at + 1;
      while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      out += text.slice(at, end + 1);
      at = end;
    } else if (char === '{' || char === '[') {
      const close = char === '{' ? '}' : ']';
      let next = at + 1;
      while (/\s/.test(text[next]!)) next++;
      if (text[next] === close) {
        out += char + close;
        at = next;
      } else out += `${char}\n${'  '.repeat(++depth)}`;
    } else if (char === '}' || char === ']') out += `\n${'  '.repeat(--depth)}${char}`;
    else if (char === ',') out += `,\n${'  '.repeat(depth)}`;
    else if (char === ':') out += ': ';
    else if (!/\s/.test(char)) out += char;
  }
  return out;
}
