import type pg from 'pg';
import type { Static } from 'typebox';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { finding } from '../../storage/finding.ts';
import { audit } from '../audit.ts';
import type { Document, ticketFilesContract } from './contract.ts';
import { listFleet } from './list-store.ts';
import { createListing, type Filters, type OfPlaces, type Page } from './listing.ts';
import { mediaTypeOf, previewOf } from './media.ts';
import type { ifTakenChoices, Kind } from './rules.ts';
import { drawn, saved, viewed, whole } from './serving.ts';
import { checkCategory, readSettings } from './settings-store.ts';
import { shownDocument, shownVersion } from './shown.ts';
import * as store from './store.ts';
import { type FindSubject, findSubject, requireSubject } from './subjects.ts';
import { cleanName, createUploads, type UploadsDeps } from './uploads.ts';

export interface DocumentsDeps extends UploadsDeps {
  /** Tickets are another slice's. */
  readonly findTicket: FindSubject;
}

type Attachments = Handlers<typeof ticketFilesContract>;
/** Functions of the same form whatever address their contract has. */
type OfAnyBase = {
  readonly [K in Exclude<keyof Attachments, 'list' | 'upload'>]: (
    request: Omit<Parameters<Attachments[K]>[0], 'setHeader'>,
  ) => ReturnType<Attachments[K]>;
};

export interface AttachmentHandlers extends OfAnyBase {
  readonly list: (request: {
    readonly caller: Caller;
    readonly query: Filters & { readonly kind?: Kind; readonly subject?: string };
  }) => Promise<Page>;
  readonly upload: (request: {
    readonly caller: Caller;
    readonly query: {
      readonly kind: Kind;
      readonly subject: string;
      readonly name: string;
      readonly category?: string;
      readonly expiresOn?: string;
      readonly ifTaken?: (typeof ifTakenChoices)[number];
    };
    readonly body: AsyncIterable<Uint8Array>;
  }) => Promise<Static<typeof Document>>;
}

const mostThumbnail = 40_000;

/** The routes of attachments of some kinds; `documents`, tickets and history entries share them. */
export function attachmentRoutes(
  deps: DocumentsDeps,
  kinds: readonly Kind[],
): { readonly handlers: AttachmentHandlers; readonly ofPlaces: OfPlaces } {
  const { pool, files, clock, findTicket } = deps;
  const uploads = createUploads(deps);

  /** Behind the caller's wall, and what it hangs on as well. */
  const find = async (client: pg.ClientBase, caller: Caller, id: string, lock = false): Promise<store.DocumentRow> => {
    const row = await store.readDocument(client, caller.operatorId, id, kinds, lock);
    if (row === undefined) throw unknown();
    // Tickets move from hand to hand: whoever does not see it any more does not see its files either.
    if (row.kind === 'ticket') await requireSubject(client, caller, row, findTicket);
    return row;
  };
  const findAlone = (caller: Caller, id: string) => asOperator(pool, caller, (client) => find(client, caller, id));
  const findKept = async (caller: Caller, id: string) => {
    const row = await findAlone(caller, id);
    if (row.removed_at !== null) throw new Failure('state.conflict', 'The document has been removed.');
    return row;
  };

  const shown = async (caller: Caller, id: string) =>
    asOperator(pool, caller, async (client) =>
      shownDocument(await find(client, caller, id), await readSettings(client, caller.operatorId), clock.now()),
    );

  const { pageOf, ofPlaces } = createListing(deps);

  /** The bytes of one version; who read which is written down. */
  const open = async (caller: Caller, id: string, version: number, type: string) => {
    const file = await asOperator(pool, caller, async (client) => {
      const row = await find(client, caller, id);
      const read = await store.readVersion(client, caller.operatorId, id, version);
      if (read === undefined) throw unknown();
      if (row.removed_at !== null || read.file_key === null)
        throw new Failure('thing.unknown', 'The document has been removed.');
      if (type === 'document.viewed' && previewOf(read.media_type) === undefined)
        throw new Failure('state.conflict', 'A file of this type is not shown, only saved.');
      const { kind, subject, name } = row;
      const told = { document: id, kind, subject, name, version, sha256: read.sha256 };
      await audit(client, deps, caller, type, told, row.station_id ?? undefined);
      return { ...read, key: read.file_key };
    });
    return { ...file, content: await files.read(file.key) };
  };

  const handlers: AttachmentHandlers = {
    list: async ({ caller, query }) => {
      const { kind, subject } = query;
      if (subject !== undefined) {
        if (kind === undefined)
          throw new Failure('request.invalid', 'Name the kind with it.', { fields: { kind: 'is missing' } });
        const seen = await asOperator(pool, caller, (client) =>
          findSubject(client, caller, { kind, subject }, findTicket),
        );
        // What is not seen has nothing, as what does not exist.
        if (seen === undefined) return { items: [] };
        return ofPlaces(caller, [{ kind, subject }], query);
      }
      return pageOf(caller, query, (_, list) =>
        finding(pool, (client) => listFleet(client, caller.operatorId, caller.entities, { ...list, kind })),
      );
    },
    upload: async ({ caller, query, body }) => {
      const { kind, subject, category = 'other' } = query;
      const { stationId } = await asOperator(pool, caller, async (client) => {
        const found = await requireSubject(client, caller, { kind, subject }, findTicket);
        writable(caller, kind);
        await checkCategory(client, caller.operatorId, category);
        return found;
      });
      return shown(caller, await uploads.document(caller, { ...query, category, stationId }, body));
    },
    read: ({ caller, params }) => shown(caller, params.documentId),
    change: async ({ caller, params: { documentId }, body }) => {
      const { operatorId } = caller;
      await asOperator(pool, caller, async (client) => {
        const before = await find(client, caller, documentId, true);
        writable(caller, before.kind);
        if (before.removed_at !== null) throw new Failure('state.conflict', 'The document has been removed.');
        if (body.category !== undefined && body.category !== before.category)
          await checkCategory(client, operatorId, body.category);
        const name = body.name === undefined ? undefined : cleanName(body.name);
        if (name !== undefined) {
          const other = await store.findByName(client, operatorId, { ...before, name });
          if (other !== undefined && other !== documentId)
            throw new Failure('name.taken', 'Another document here has this name.', {
              fields: { name: 'is in use here already' },
            });
        }
        const change = { ...body, ...(name === undefined ? {} : { name }) };
        await store.changeDocument(client, operatorId, documentId, change);
        const old = { name: before.name, category: before.category, expiresOn: before.expires_on };
        const { kind, subject } = before;
        const told = { document: documentId, kind, subject, name: before.name, change, before: old };
        await audit(client, deps, caller, 'document.changed', told, before.station_id ?? undefined);
      });
      return shown(caller, documentId);
    },
    remove: async ({ caller, params: { documentId } }) => {
      await asOperator(pool, caller, async (client) => {
        const { kind, subject, name, station_id, removed_at } = await find(client, caller, documentId, true);
        writable(caller, kind);
        if (removed_at !== null) return;
        await store.markRemoved(client, caller.operatorId, documentId, { at: clock.now(), by: caller.userId });
        await audit(
          client,
          deps,
          caller,
          'document.removed',
          { document: documentId, kind, subject, name },
          station_id ?? undefined,
        );
      });
      return undefined;
    },
    restore: async ({ caller, params: { documentId } }) => {
      await asOperator(pool, caller, async (client) => {
        const row = await find(client, caller, documentId, true);
        const { kind, subject, name, station_id } = row;
        writable(caller, kind);
        if (row.removed_at === null) return;
        if (row.emptied_at !== null) throw new Failure('state.conflict', 'Its files have been deleted already.');
        if ((await store.findByName(client, caller.operatorId, row)) !== undefined)
          throw new Failure('name.taken', 'Another document here has this name by now.');
        await store.markRemoved(client, caller.operatorId, documentId, undefined);
        await audit(
          client,
          deps,
          caller,
          'document.restored',
          { document: documentId, kind, subject, name },
          station_id ?? undefined,
        );
      });
      return shown(caller, documentId);
    },
    versions: async ({ caller, params: { documentId }, query: { after, limit = 50 } }) =>
      asOperator(pool, caller, async (client) => {
        await find(client, caller, documentId);
        const before = after === undefined ? undefined : readCursor(after, 'integer')[0];
        const rows = await store.listVersions(client, caller.operatorId, documentId, { before, limit: limit + 1 });
        const last = rows.length > limit ? rows[limit - 1] : undefined;
        return present({ items: rows.slice(0, limit).map(shownVersion), next: last && writeCursor(last.version) });
      }),
    uploadVersion: async ({ caller, params: { documentId }, query, body }) => {
      const row = await findKept(caller, documentId);
      writable(caller, row.kind);
      await uploads.version(caller, row, query.name, body);
      return shown(caller, documentId);
    },
    download: async ({ caller, params: { documentId, version } }) => {
      const { content, file_name, size } = await open(caller, documentId, version, 'document.downloaded');
      return saved(content, file_name, size);
    },
    view: async ({ caller, params: { documentId, version } }) => {
      const { content, media_type } = await open(caller, documentId, version, 'document.viewed');
      return viewed(content, media_type);
    },
    thumbnail: async ({ caller, params: { documentId, version } }) => {
      const picture = await asOperator(pool, caller, async (client) => {
        const row = await find(client, caller, documentId);
        const read = await store.readVersion(client, caller.operatorId, documentId, version);
        if (!read?.thumbnail || row.removed_at !== null)
          throw new Failure('thing.unknown', 'There is no small picture of this.');
        return read.thumbnail;
      });
      return drawn(picture, mediaTypeOf(picture));
    },
    uploadThumbnail: async ({ caller, params: { documentId, version }, body }) => {
      const row = await findKept(caller, documentId);
      writable(caller, row.kind);
      const picture = await whole(body, mostThumbnail);
      if (!['image/jpeg', 'image/png', 'image/webp'].includes(mediaTypeOf(picture)))
        throw new Failure('value.refused', 'The small picture is no JPEG, PNG or WebP.');
      await asOperator(pool, caller, async (client) => {
        if (!(await store.keepThumbnail(client, caller.operatorId, documentId, version, picture)))
          throw new Failure('state.conflict', 'There is no such version, or it has a small picture already.');
        const { kind, subject, name, station_id } = row;
        await audit(
          client,
          deps,
          caller,
          'document.pictured',
          { document: documentId, kind, subject, name, version },
          station_id ?? undefined,
        );
      });
      return undefined;
    },
  };
  return { handlers, ofPlaces };
}

const unknown = () => new Failure('thing.unknown', 'There is no such document here.');

/** Models and articles are everybody's: kept by those who see all of the operator. The database refuses it as well. */
function writable({ entities }: Caller, kind: Kind): void {
  if (entities !== undefined && (kind === 'model' || kind === 'article'))
    throw new Failure('right.missing', 'What belongs to everybody is kept by those who see the whole operator.');
}
