import { createHash, randomBytes } from 'node:crypto';

/** The secret of one address. Only its hash is kept: it has 192 random bits, so that a plain hash is enough. */
export interface Token {
  readonly text: string;
  readonly hash: Buffer;
}

/** The operator comes first, so that an address leads to one operator's rows only. Nothing in it that old stations escape. */
export function newToken(operatorId: number): Token {
  const text = `${operatorId.toString(36)}-${randomBytes(24).toString('hex')}`;
  return { text, hash: hashOf(text) };
}

const form = /^([0-9a-z]{1,6})-[0-9a-f]{48}/;

/**
 * The token at the beginning of what follows `/files/`, and the rest. OCPP 1.6 GetDiagnostics calls the address a folder: stations put
 * a name behind it, with a slash, with two, or without.
 */
export function readToken(
  path: string,
): { readonly token: string; readonly operatorId: number; readonly hash: Buffer; readonly rest: string } | undefined {
  const found = form.exec(path);
  if (found === null) return undefined;
  const [token, operator] = found as unknown as [string, string];
  const operatorId = Number.parseInt(operator, 36);
  if (operatorId > 2_147_483_647) return undefined;
  return { token, operatorId, hash: hashOf(token), rest: path.slice(token.length) };
}

/** FTP asks for a user and a password: the two halves of the token. */
export const ftpLogin = (token: string): { readonly user: string; readonly password: string } => {
  const cut = token.indexOf('-') + 17;
  return { user: token.slice(0, cut), password: token.slice(cut) };
};

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
