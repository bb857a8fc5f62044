import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

type Key = webcrypto.CryptoKey;

/** Stations that can only do RSA want a chain that is RSA throughout (OCPP 2.0.1 A00.FR.421, note). */
export type KeyKind = 'EC' | 'RSA';

/** What an authority signs for: the way in here, or that of cars (ISO 15118). Who may come in must not follow from the other. */
export type Purpose = 'station' | 'v2g';

export interface SigningKey {
  readonly kind: KeyKind;
  readonly publicKey: Key;
  /** Not extractable. Of WebCrypto, so that a hardware module with a WebCrypto face can take its place. */
  readonly privateKey: Key;
}

/** Where the authority's private keys live. */
export interface KeyKeeper {
  /** Made on first use. */
  key(kind: KeyKind, purpose: Purpose): Promise<SigningKey>;
}

const algorithms = {
  EC: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const;

/** Keys in files of mode 600 below `folder`; with `file`, that one key signs everything for stations. Rejects with one sentence when it cannot be used. */
export function keysInFiles({ folder, file }: { folder: string; file: string | undefined }): KeyKeeper {
  const kept = new Map<string, Promise<SigningKey>>();
  const load = async (kind: KeyKind, purpose: Purpose): Promise<SigningKey> => {
    if (file !== undefined && purpose === 'station') return asSigningKey(await secret(file), file);
    const place = path.join(folder, `${purpose === 'station' ? '' : `${purpose}-`}${kind.toLowerCase()}.key.pem`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await make(place, kind);
    return asSigningKey(await secret(place), place);
  };
  return {
    key(kind, purpose) {
      const name = `${purpose} ${kind}`;
      let key = kept.get(name);
      if (key === undefined) {
        key = load(kind, purpose);
        kept.set(name, key);
        key.catch(() => kept.delete(name));
      }
      return key;
    },
  };
}

async function make(place: string, kind: KeyKind): Promise<void> {
  const exists = await stat(place).then(
    () => true,
    () => false,
  );
  if (exists) return;
  const { privateKey } =
    kind === 'EC'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 3072 });
  try {
    // `wx`: two programs on one folder do not make two keys.
    const handle = await open(place, 'wx', 0o600);
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await handle.sync();
    await handle.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

async function secret(place: string): Promise<KeyObject> {
  try {
    const { mode } = await stat(place);
    // Others could read it.
    if ((mode & 0o077) !== 0) await chmod(place, 0o600);
    return createPrivateKey(await readFile(place, 'utf8'));
  } catch (cause) {
    throw new Error(`The key of the station authority (${place}) cannot be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function asSigningKey(key: KeyObject, place: string): Promise<SigningKey> {
  const kind = key.asymmetricKeyType === 'ec' ? 'EC' : key.asymmetricKeyType === 'rsa' ? 'RSA' : undefined;
  if (kind === undefined || (kind === 'EC' && key.asymmetricKeyDetails?.namedCurve !== 'prime256v1'))
    throw new Error(`The key of the station authority (${place}) must be an RSA key or an elliptic one on P-256.`);
  const { subtle } = webcrypto;
  const algorithm = algorithms[kind];
  return {
    kind,
    privateKey: await subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), algorithm, false, [
      'sign',
    ]),
    publicKey: await subtle.importKey(
      'spki',
      createPublicKey(key).export({ type: 'spki', format: 'der' }),
      algorithm,
      true,
      ['verify'],
    ),
  };
}
