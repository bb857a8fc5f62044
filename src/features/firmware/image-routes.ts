import { X509Certificate } from 'node:crypto';
import type pg from 'pg';
import type { Static } from 'typebox';
import type { Caller, Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { allOf, asOperator } from '../../storage/as-operator.ts';
import { type FileStore, newFileKey } from '../../storage/files/file-store.ts';
import { harmlessName } from '../../transfer/names.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { firmwareContract, Image, Maker } from './contract.ts';
import { checkSignature, pemBlocks, readCertificates } from './signature.ts';
import * as store from './store.ts';

export interface ImagesDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  /** Largest image, bytes. */
  readonly imageLimitBytes: number;
}

type ImageHandlers = Pick<
  Handlers<typeof firmwareContract>,
  | 'listImages'
  | 'createImage'
  | 'readImage'
  | 'uploadImage'
  | 'changeImage'
  | 'removeImage'
  | 'listMakers'
  | 'addMaker'
  | 'removeMaker'
  | 'versions'
>;

export function imageRoutes(deps: ImagesDeps): ImageHandlers {
  const { pool, files, clock, newId, imageLimitBytes } = deps;

  const read = (operatorId: number, id: string) =>
    asOperator(pool, allOf(operatorId), async (client) => found(await store.readImage(client, operatorId, id)));

  /** Whether its signature holds, as things are now; written down with the image (S-15). */
  const examine = async (operatorId: number, id: string): Promise<store.ImageRow> => {
    const [image, makers] = await asOperator(pool, allOf(operatorId), async (client) => [
      found(await store.readImage(client, operatorId, id)),
      await store.listMakers(client, operatorId),
    ]);
    const { certificate, signature, file_key: key } = image;
    const keep = (trust: Parameters<typeof store.keepTrust>[3]) =>
      asOperator(pool, allOf(operatorId), (client) => store.keepTrust(client, operatorId, id, trust, clock.now()));
    if (certificate === null || signature === null) await keep({ trust: 'unsigned' });
    else if (key === null) await keep({ trust: 'unchecked' });
    else {
      const trusted = makers.map((maker) => new X509Certificate(maker.certificate));
      const content = await files.read(key);
      const check = await checkSignature(content, { certificate, signature }, trusted, clock.now()).finally(() =>
        content.destroy(),
      );
      await keep(
        check.trusted
          ? { trust: 'verified', signer: check.signer }
          : { trust: 'refused', fault: check.fault, ...present({ signer: check.signer }) },
      );
    }
    return read(operatorId, id);
  };

  /** Trust hangs on the manufacturers: with them it comes and goes. */
  const examineAll = async ({ operatorId }: Caller): Promise<void> => {
    for (const id of await asOperator(pool, allOf(operatorId), (client) => store.signedImages(client, operatorId)))
      await examine(operatorId, id);
  };

  return {
    listImages: async ({ caller: { operatorId }, query: { after, limit = 50 } }) => {
      const rows = await asOperator(pool, allOf(operatorId), (client) =>
        store.listImages(client, operatorId, {
          after: after === undefined ? undefined : readCursor(after, 'string', 'uuid'),
          limit: limit + 1,
        }),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({
        items: rows.slice(0, limit).map(shownImage),
        next: last && writeCursor(last.created_at.toISOString(), last.id),
      });
    },
    readImage: async ({ caller: { operatorId }, params }) => shownImage(await read(operatorId, params.imageId)),
    createImage: async ({ caller, body }) => {
      const { operatorId, userId } = caller;
      signedWhole(body.certificate, body.signature);
      const at = clock.now();
      const id = newId(at);
      const fileName = harmlessName(body.fileName) ?? 'firmware.bin';
      await asOperator(pool, allOf(operatorId), async (client) => {
        const { version, vendor, models = [], notes, certificate, signature } = body;
        const image = { id, version: version.trim(), vendor, models, notes, fileName, certificate, signature };
        await store.insertImage(client, operatorId, { ...image, at, by: userId });
        await audit(client, deps, caller, 'firmware.created', { image: id, version, vendor, models, fileName });
      });
      return shownImage(await read(operatorId, id));
    },
    uploadImage: async ({ caller, params: { imageId }, body: content }) => {
      const { operatorId } = caller;
      if ((await read(operatorId, imageId)).file_key !== null) throw uploaded();
      const { key, size, sha256 } = await files.put(newFileKey('firmware'), content, { limitBytes: imageLimitBytes });
      const kept = await asOperator(pool, allOf(operatorId), async (client) => {
        if (size === 0) throw new Failure('value.refused', 'The file is empty.');
        if (!(await store.keepContent(client, operatorId, imageId, { key, size, sha256, at: clock.now() })))
          return false;
        await audit(client, deps, caller, 'firmware.uploaded', { image: imageId, size, sha256 });
        return true;
      }).catch(async (error: unknown) => {
        await files.remove(key).catch(() => {});
        throw error;
      });
      if (!kept) {
        await files.remove(key);
        throw uploaded();
      }
      return shownImage(await examine(operatorId, imageId));
    },
    changeImage: async ({ caller, params: { imageId }, body }) => {
      const { operatorId } = caller;
      await asOperator(pool, allOf(operatorId), async (client) => {
        const before = found(await store.readImage(client, operatorId, imageId, true));
        const after = <K extends 'certificate' | 'signature'>(name: K) =>
          body[name] === undefined ? before[name] : body[name];
        signedWhole(after('certificate') ?? undefined, after('signature') ?? undefined);
        await store.changeImage(client, operatorId, imageId, body);
        const old = Object.fromEntries(Object.keys(body).map((name) => [name, before[name as keyof typeof body]]));
        await audit(client, deps, caller, 'firmware.changed', { image: imageId, change: body, before: old });
      });
      return shownImage(await examine(operatorId, imageId));
    },
    removeImage: async ({ caller, params: { imageId } }) => {
      const { operatorId } = caller;
      const key = await asOperator(pool, allOf(operatorId), async (client) => {
        const image = found(await store.readImage(client, operatorId, imageId, true));
        if (await store.isUsed(client, operatorId, imageId))
          throw new Failure(
            'state.conflict',
            'A roll-out has used this image: it stays, so that it can be told what was sent.',
          );
        await store.deleteImage(client, operatorId, imageId);
        await audit(client, deps, caller, 'firmware.removed', {
          image: imageId,
          version: image.version,
          ...present({ sha256: image.sha256 }),
        });
        return image.file_key;
      });
      if (key !== null) await files.remove(key);
      return undefined;
    },

    listMakers: async ({ caller: { operatorId } }) => ({
      items: (await asOperator(pool, allOf(operatorId), (client) => store.listMakers(client, operatorId))).map(
        shownMaker,
      ),
    }),
    addMaker: async ({ caller, body }) => {
      const { operatorId, userId } = caller;
      const certificates = readCertificates(body.certificate);
      const refuse = (why: string) =>
        new Failure('value.refused', 'The certificate cannot be used.', { fields: { certificate: why } });
      if (certificates === undefined) throw refuse('cannot be read');
      if (certificates.length > 1) throw refuse('must be one alone, without its chain');
      const one = certificates[0]!;
      if (Date.parse(one.validTo) <= clock.now()) throw refuse('has expired');
      const maker: store.MakerRow = {
        id: newId(clock.now()),
        name: body.name.trim(),
        certificate: pemBlocks(body.certificate)[0]!,
        fingerprint: one.fingerprint256.replaceAll(':', '').toLowerCase(),
        subject: one.subject.replaceAll('\n', ', ').slice(0, 300),
        valid_until: new Date(one.validTo),
        added_at: new Date(clock.now()),
      };
      await asOperator(pool, allOf(operatorId), async (client) => {
        if (!(await store.insertMaker(client, operatorId, maker, userId))) {
          const fields = { certificate: 'is trusted already' };
          throw new Failure('name.taken', 'This certificate is trusted already.', { fields });
        }
        const { name, fingerprint, subject } = maker;
        await audit(client, deps, caller, 'firmware.makerTrusted', { maker: maker.id, name, fingerprint, subject });
      });
      await examineAll(caller);
      return shownMaker(maker);
    },
    removeMaker: async ({ caller, params: { makerId } }) => {
      const { operatorId } = caller;
      await asOperator(pool, allOf(operatorId), async (client) => {
        const gone = await store.deleteMaker(client, operatorId, makerId);
        if (gone === undefined) throw new Failure('thing.unknown', 'There is no such certificate here.');
        await audit(client, deps, caller, 'firmware.makerRemoved', { maker: makerId, ...gone });
      });
      await examineAll(caller);
      return undefined;
    },

    versions: async ({ caller: { operatorId }, query: { vendor, after, limit = 200 } }) => {
      const rows = await asOperator(pool, allOf(operatorId), (client) =>
        store.countVersions(client, operatorId, {
          vendor,
          after: after === undefined ? undefined : readCursor(after, 'string', 'string', 'string'),
          limit: limit + 1,
        }),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({
        items: rows.slice(0, limit).map((row) =>
          present({
            vendor: row.vendor || undefined,
            model: row.model || undefined,
            version: row.version || undefined,
            stations: row.stations,
            connected: row.connected,
          }),
        ),
        next: last && writeCursor(last.vendor, last.model, last.version),
      });
    },
  };
}

const uploaded = () =>
  new Failure('state.conflict', 'The content is here already: describe a new image for another content.');

function found(row: store.ImageRow | undefined): store.ImageRow {
  if (!row) throw new Failure('thing.unknown', 'There is no such image here.');
  return row;
}

function signedWhole(certificate: string | undefined, signature: string | undefined): void {
  if ((certificate === undefined) === (signature === undefined)) return;
  const missing = certificate === undefined ? 'certificate' : 'signature';
  throw new Failure('value.refused', 'Certificate and signature belong together: give both or none.', {
    fields: { [missing]: 'is missing' },
  });
}

const shownImage = (row: store.ImageRow): Static<typeof Image> =>
  present({
    id: row.id,
    version: row.version,
    vendor: row.vendor,
    models: row.models,
    notes: row.notes,
    fileName: row.file_name,
    size: row.size === null ? undefined : Number(row.size),
    sha256: row.sha256,
    uploadedAt: row.uploaded_at?.toISOString(),
    trust: row.trust,
    fault: row.trust_fault,
    signer: row.signer,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  });

const shownMaker = (row: store.MakerRow): Static<typeof Maker> => ({
  id: row.id,
  name: row.name,
  subject: row.subject,
  fingerprint: row.fingerprint,
  validUntil: row.valid_until.toISOString(),
  addedAt: row.added_at.toISOString(),
});
