import type pg from 'pg';
import type { Caller } from '../../http/contract.ts';
import { Failure } from '../../lib/errors.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type FileStore, newFileKey, type StoredFile } from '../../storage/files/file-store.ts';
import { harmlessName } from '../../transfer/names.ts';
import { type AuditDeps, audit } from '../audit.ts';
import { headOf, mediaTypeOf } from './media.ts';
import { fitName, type ifTakenChoices, type Kind, nameBeside } from './rules.ts';
import * as store from './store.ts';

export interface UploadsDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  /** Largest document, bytes. */
  readonly documentLimitBytes: number;
}

export interface Wanted {
  readonly kind: Kind;
  readonly subject: string;
  readonly stationId?: number | undefined;
  readonly name: string;
  readonly category: string;
  readonly expiresOn?: string | undefined;
  readonly ifTaken?: (typeof ifTakenChoices)[number] | undefined;
}

type Content = AsyncIterable<Uint8Array>;
interface Taken extends StoredFile {
  readonly mediaType: string;
}

export function cleanName(given: string): string {
  const name = fitName(harmlessName(given, 1000) ?? '');
  if (name === undefined)
    throw new Failure('value.refused', 'The file has no name that can be kept.', { fields: { name: 'is empty' } });
  return name;
}

const nameTaken = (name: string) =>
  new Failure(
    'name.taken',
    `There is a document ${name} here already: upload it as a new version of it, or keep both.`,
    { fields: { name: 'is in use here already' } },
  );

/** Takes files: streamed to the file store, looked at on the way, then written down; what is refused leaves nothing behind. */
export function createUploads(deps: UploadsDeps) {
  const { pool, files, clock, newId, documentLimitBytes } = deps;

  const take = async (content: Content): Promise<Taken> => {
    const { content: through, head } = headOf(unbroken(content));
    const stored = await files.put(newFileKey('documents'), through, { limitBytes: documentLimitBytes });
    if (stored.size === 0) {
      await files.remove(stored.key);
      throw new Failure('value.refused', 'The file is empty.');
    }
    return { ...stored, mediaType: mediaTypeOf(head()) };
  };

  /** The file goes again unless it has been written down. */
  const orRemove = async <T>({ key }: Taken, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await files.remove(key).catch(() => {});
      throw error;
    }
  };

  const addVersion = async (
    client: pg.PoolClient,
    caller: Caller,
    id: string,
    name: string,
    file: Taken,
  ): Promise<void> => {
    const { operatorId, userId } = caller;
    const at = clock.now();
    const version = await store.countUp(client, operatorId, id, at);
    await store.insertVersion(client, operatorId, id, version, { ...file, fileName: name, at, by: userId });
  };

  return {
    /** A new document, or by its name a new version of one. Gives its id. */
    async document(caller: Caller, wanted: Wanted, content: Content): Promise<string> {
      const { operatorId, userId } = caller;
      const { ifTaken = 'refuse' } = wanted;
      const name = cleanName(wanted.name);
      // Told before all of a large file has come, where it can be.
      if (ifTaken === 'refuse') {
        const taken = await asOperator(pool, caller, (client) =>
          store.findByName(client, operatorId, { ...wanted, name }),
        );
        if (taken !== undefined) throw nameTaken(name);
      }
      const file = await take(content);
      return orRemove(file, () =>
        asOperator(pool, caller, async (client) => {
          const at = clock.now();
          const id = newId(at);
          const insert = (called: string) =>
            store.insertDocument(client, operatorId, { ...wanted, id, name: called, at });
          let called = name;
          let made = await insert(called);
          if (!made && ifTaken === 'version') {
            const known = await store.findByName(client, operatorId, { ...wanted, name });
            if (known === undefined) throw nameTaken(name);
            await addVersion(client, caller, known, name, file);
            await audit(
              client,
              deps,
              caller,
              'document.versionAdded',
              told(known, name, wanted, file),
              wanted.stationId,
            );
            return known;
          }
          for (let number = 2; !made && ifTaken === 'rename' && number <= 1000; number++) {
            called = nameBeside(name, number);
            made = await insert(called);
          }
          if (!made) throw nameTaken(name);
          await store.insertVersion(client, operatorId, id, 1, { ...file, fileName: name, at, by: userId });
          const { category, expiresOn } = wanted;
          await audit(
            client,
            deps,
            caller,
            'document.uploaded',
            { ...told(id, called, wanted, file), category, expiresOn },
            wanted.stationId,
          );
          return id;
        }),
      );
    },

    async version(caller: Caller, row: store.DocumentRow, given: string, content: Content): Promise<void> {
      const name = cleanName(given);
      const file = await take(content);
      await orRemove(file, () =>
        asOperator(pool, caller, async (client) => {
          const now = await store.readDocument(client, caller.operatorId, row.id, [row.kind], true);
          if (now === undefined || now.removed_at !== null)
            throw new Failure('state.conflict', 'The document has been removed meanwhile.');
          await addVersion(client, caller, row.id, name, file);
          await audit(
            client,
            deps,
            caller,
            'document.versionAdded',
            told(row.id, row.name, row, file),
            row.station_id ?? undefined,
          );
        }),
      );
    },
  };
}

const told = (
  id: string,
  name: string,
  { kind, subject }: { readonly kind: Kind; readonly subject: string },
  { size, sha256, mediaType }: Taken,
) => ({ document: id, kind, subject, name, size, sha256, mediaType });

/** Whoever breaks an upload off hears nothing any more: no fault of ours. */
async function* unbroken(content: Content): Content {
  try {
    yield* content;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR')
      throw new Failure('request.invalid', 'The upload was broken off.', { cause: error });
    throw error;
  }
}
