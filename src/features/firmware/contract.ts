import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, nullable, oneOf, page, pageQuery, Time, Uuid } from '../../http/schema.ts';
import { rolloutStates, targetStates, trusts } from './rules.ts';
import { signatureFaults } from './signature.ts';

const tag = 'Firmware';

export const Image = Type.Object({
  id: Uuid,
  version: Type.String(),
  vendor: maybe(Type.String()),
  models: Type.Array(Type.String(), { description: 'empty: all models of the vendor' }),
  notes: maybe(Type.String()),
  fileName: Type.String(),
  /** Absent: the content has not been uploaded yet. */
  size: maybe(Type.Integer({ description: 'bytes' })),
  sha256: maybe(Type.String()),
  uploadedAt: maybe(Time),
  trust: oneOf(
    trusts,
    'verified: signed by whom a trusted manufacturer vouches for; refused images are sent to nobody',
  ),
  fault: maybe(oneOf(signatureFaults)),
  signer: maybe(Type.String()),
  createdAt: Time,
  createdBy: maybe(Type.String()),
});

export const Maker = Type.Object({
  id: Uuid,
  name: Type.String(),
  subject: Type.String(),
  fingerprint: Type.String(),
  validUntil: Time,
  addedAt: Time,
});

/** Which stations: all that fit every part that is given. */
export const TargetFilter = Type.Object({
  vendor: maybe(Type.String({ maxLength: 100 })),
  models: maybe(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 })),
  versions: maybe(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100, description: 'that they run now' })),
  location: maybe(Type.String({ maxLength: 200 })),
  stationIds: maybe(Type.Array(Type.Integer({ minimum: 1, maximum: 2147483647 }), { maxItems: 1000 })),
});

export const WaveSize = Type.Union([
  Type.Object({ stations: Type.Integer({ minimum: 1, maximum: 1000000 }) }),
  Type.Object({ percent: Type.Number({ minimum: 0.1, maximum: 100 }) }),
]);

const Counts = Type.Object({
  waiting: Type.Integer(),
  asked: Type.Integer(),
  done: Type.Integer(),
  failed: Type.Integer(),
  missed: Type.Integer(),
  cancelled: Type.Integer(),
});

export const Rollout = Type.Object({
  id: Uuid,
  name: Type.String(),
  image: Type.Object({ id: Uuid, version: Type.String(), vendor: maybe(Type.String()) }),
  filter: TargetFilter,
  state: oneOf(rolloutStates),
  waves: Type.Array(Type.Object({ size: Type.Integer(), ...Counts.properties })),
  /** The wave that is being asked, from 0. */
  wave: Type.Integer(),
  nextWaveAt: maybe(Time),
  counts: Counts,
  pauseSeconds: Type.Integer(),
  mostFailures: Type.Integer(),
  onlyIdle: Type.Boolean(),
  signed: Type.Boolean(),
  tries: Type.Integer(),
  retrySeconds: Type.Integer(),
  retrieveAt: maybe(Time),
  installAt: maybe(Time),
  endsAt: Time,
  createdAt: Time,
  createdBy: maybe(Type.String()),
  endedAt: maybe(Time),
});

export const RolloutStation = Type.Object({
  stationId: Type.Integer(),
  name: Type.String(),
  identity: Type.String(),
  connected: Type.Boolean(),
  wave: Type.Integer(),
  state: oneOf(targetStates),
  /** The station's newest word about it, e.g. `Downloading`. */
  status: maybe(Type.String()),
  statusAt: maybe(Time),
  reason: maybe(Type.String({ description: 'why it failed, or why it is tried again' })),
  tried: Type.Integer(),
  nextAt: maybe(Time),
  requestId: maybe(Type.Integer()),
  askedAt: maybe(Time),
  fetchedAt: maybe(Time),
  endedAt: maybe(Time),
  fromVersion: maybe(Type.String()),
  version: maybe(Type.String({ description: 'that it runs now' })),
});

const ImageParams = Type.Object({ imageId: Uuid });
const RolloutParams = Type.Object({ rolloutId: Uuid });
const Pem = Type.String({ minLength: 60, maxLength: 40_000, pattern: '-----BEGIN CERTIFICATE-----' });
const Signature = Type.String({ minLength: 8, maxLength: 800, pattern: '^[A-Za-z0-9+/=\\s]+$' });

const plan = {
  imageId: Uuid,
  filter: TargetFilter,
  again: maybe(Type.Boolean({ description: 'also stations that run this version already' })),
};

const act = (verb: string, summary: string) =>
  ({
    method: 'POST',
    url: `/firmware/rollouts/:rolloutId/${verb}`,
    right: 'firmware.change',
    tag,
    summary,
    params: RolloutParams,
    reply: Rollout,
  }) as const;

export const firmwareContract = {
  listImages: {
    method: 'GET',
    url: '/firmware/images',
    right: 'firmware.see',
    tag,
    summary: 'Firmware images, the newest first',
    query: Type.Object({ ...pageQuery }),
    reply: page(Image),
  },
  createImage: {
    method: 'POST',
    url: '/firmware/images',
    right: 'firmware.change',
    tag,
    summary: 'Describe an image; its content is uploaded next',
    body: Type.Object({
      version: line(50),
      fileName: line(200),
      vendor: maybe(line(50)),
      models: maybe(Type.Array(line(50), { maxItems: 50 })),
      notes: maybe(Type.String({ maxLength: 10_000 })),
      certificate: maybe(Pem),
      signature: maybe(Signature),
    }),
    reply: Image,
  },
  readImage: {
    method: 'GET',
    url: '/firmware/images/:imageId',
    right: 'firmware.see',
    tag,
    summary: 'One image',
    params: ImageParams,
    reply: Image,
  },
  uploadImage: {
    method: 'PUT',
    url: '/firmware/images/:imageId/content',
    right: 'firmware.change',
    tag,
    summary: 'Upload the content, once; certificate and signature are examined at once',
    params: ImageParams,
    consumes: 'application/octet-stream',
    reply: Image,
  },
  changeImage: {
    method: 'PATCH',
    url: '/firmware/images/:imageId',
    right: 'firmware.change',
    tag,
    summary: 'Change the description, or the certificate and signature; null empties a field',
    params: ImageParams,
    body: Type.Object({
      vendor: maybe(nullable(line(50))),
      models: maybe(Type.Array(line(50), { maxItems: 50 })),
      notes: maybe(nullable(Type.String({ maxLength: 10_000 }))),
      certificate: maybe(nullable(Pem)),
      signature: maybe(nullable(Signature)),
    }),
    reply: Image,
  },
  removeImage: {
    method: 'DELETE',
    url: '/firmware/images/:imageId',
    right: 'firmware.change',
    tag,
    summary: 'Delete an image that no roll-out has used',
    params: ImageParams,
  },
  listMakers: {
    method: 'GET',
    url: '/firmware/makers',
    right: 'firmware.see',
    tag,
    summary: 'Certificates of manufacturers that may vouch for images',
    reply: Type.Object({ items: Type.Array(Maker) }),
  },
  addMaker: {
    method: 'POST',
    url: '/firmware/makers',
    right: 'firmware.administer',
    tag,
    summary: 'Trust a manufacturer’s certificate',
    body: Type.Object({ name: line(100), certificate: Pem }),
    reply: Maker,
  },
  removeMaker: {
    method: 'DELETE',
    url: '/firmware/makers/:makerId',
    right: 'firmware.administer',
    tag,
    summary: 'Trust it no longer; images it vouched for are examined anew',
    params: Type.Object({ makerId: Uuid }),
  },
  versions: {
    method: 'GET',
    url: '/firmware/versions',
    right: 'firmware.see',
    tag,
    summary: 'Who runs which version: stations by manufacturer, model and version',
    query: Type.Object({ vendor: maybe(Type.String({ maxLength: 100 })), ...pageQuery }),
    reply: page(
      Type.Object({
        vendor: maybe(Type.String()),
        model: maybe(Type.String()),
        version: maybe(Type.String({ description: 'absent: never told' })),
        stations: Type.Integer(),
        connected: Type.Integer(),
      }),
    ),
  },
  preview: {
    method: 'POST',
    url: '/firmware/rollouts/preview',
    right: 'firmware.change',
    tag,
    summary: 'Whom a roll-out would reach; nothing is begun',
    body: Type.Object(plan),
    reply: Type.Object({
      stations: Type.Integer(),
      /** Of all that fit: they run this version already and are left out. */
      current: Type.Integer(),
      offline: Type.Integer(),
      charging: Type.Integer(),
      /** Of another manufacturer or model than the image is for. */
      unfit: Type.Integer(),
    }),
  },
  createRollout: {
    method: 'POST',
    url: '/firmware/rollouts',
    right: 'firmware.change',
    tag,
    summary: 'Begin a roll-out in waves',
    body: Type.Object({
      ...plan,
      name: maybe(line(100)),
      waves: maybe(
        Type.Array(WaveSize, { minItems: 1, maxItems: 10, description: 'default: 1 station, 5 %, the rest' }),
      ),
      pauseSeconds: maybe(Type.Integer({ minimum: 0, maximum: 2_592_000, description: 'between waves; default 3600' })),
      mostFailures: maybe(Type.Integer({ minimum: 0, maximum: 100_000, description: 'more halt it; default 0' })),
      onlyIdle: maybe(Type.Boolean({ description: 'only while no session runs; default true' })),
      signed: maybe(Type.Boolean({ description: 'default: when the image is signed' })),
      tries: maybe(Type.Integer({ minimum: 1, maximum: 10, description: 'per station; default 3' })),
      retrySeconds: maybe(Type.Integer({ minimum: 10, maximum: 86_400, description: 'default 900' })),
      retrieveAt: maybe(Time),
      installAt: maybe(Time),
      endsAt: maybe(Type.String({ format: 'date-time', description: 'default: in 30 days' })),
      /** The number of stations the preview showed: if it is another by now, nothing begins. */
      expected: maybe(Type.Integer({ minimum: 1 })),
    }),
    reply: Rollout,
  },
  listRollouts: {
    method: 'GET',
    url: '/firmware/rollouts',
    right: 'firmware.see',
    tag,
    summary: 'Roll-outs, the newest first',
    query: Type.Object({ ...pageQuery }),
    reply: page(Rollout),
  },
  readRollout: {
    method: 'GET',
    url: '/firmware/rollouts/:rolloutId',
    right: 'firmware.see',
    tag,
    summary: 'One roll-out and how far each wave is',
    params: RolloutParams,
    reply: Rollout,
  },
  rolloutStations: {
    method: 'GET',
    url: '/firmware/rollouts/:rolloutId/stations',
    right: 'firmware.see',
    tag,
    summary: 'Its stations one by one',
    params: RolloutParams,
    query: Type.Object({ ...pageQuery, state: maybe(oneOf(targetStates)), wave: maybe(Type.Integer({ minimum: 0 })) }),
    reply: page(RolloutStation),
  },
  pause: act('pause', 'Ask no more stations for now; those at it go on'),
  resume: act('resume', 'Go on after a pause or a halt; failures so far are forgiven'),
  cancel: act('cancel', 'Ask no more stations; those at it go on'),
  retryFailed: act('retry', 'Try the stations again that failed or were missed'),
} as const satisfies Contract;
