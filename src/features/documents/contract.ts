import { type TSchema, Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, nullable, oneOf, page, pageQuery, StationParams, Time, Uuid } from '../../http/schema.ts';
import { documentKinds, ifTakenChoices, type Kind, kinds } from './rules.ts';

const tag = 'Documents';
const day = Type.String({ format: 'date', description: 'calendar day' });
const Subject = Type.String({ minLength: 1, maxLength: 64, pattern: '^[0-9a-fA-F-]+$', description: 'the id of it' });
const Category = Type.String({ minLength: 1, maxLength: 40, description: 'a built-in one, or the id of an own one' });
const Name = line(1000);

const file = {
  fileName: Type.String(),
  size: Type.Integer({ description: 'bytes' }),
  sha256: Type.String(),
  mediaType: Type.String({ description: 'found in the content' }),
  /** Absent: it can only be saved. */
  preview: maybe(oneOf(['image', 'pdf'])),
  thumbnail: Type.Boolean(),
  uploadedAt: Time,
  uploadedBy: Type.String(),
};

export const Document = Type.Object({
  id: Uuid,
  kind: oneOf(kinds),
  subject: Type.String(),
  station: maybe(Type.Object({ id: Type.Integer(), name: Type.String() })),
  name: Type.String(),
  category: Type.String(),
  /** The newest; there are as many. */
  version: Type.Integer(),
  ...file,
  createdAt: Time,
  expiresOn: maybe(day),
  expiry: maybe(oneOf(['expired', 'soon', 'later'])),
  /** Of a removed one its file can be read no more. */
  removedAt: maybe(Time),
  removedBy: maybe(Type.String()),
});

export const Version = Type.Object({
  version: Type.Integer(),
  ...file,
});

const filters = {
  category: maybe(Category),
  text: maybe(Type.String({ maxLength: 100 })),
  expiring: maybe(oneOf(['soon', 'expired'], 'soon: expired or to be reminded of; the first to expire comes first')),
};
const upload = {
  name: Name,
  category: maybe(Category),
  expiresOn: maybe(day),
  ifTaken: maybe(oneOf(ifTakenChoices, 'when there is one of this name: default refuse')),
};
const Params = Type.Object({ documentId: Uuid });
const VersionParams = Type.Object({
  documentId: Uuid,
  version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
});

type Section = 'documents' | 'tickets' | 'history';

/** The routes of attachments, the same wherever they are attached; whose they are decides who may. */
const attachments = <B extends string, S extends Section, K extends Kind, Q extends TSchema>(
  base: B,
  section: S,
  of: readonly K[],
  query: Q,
) => {
  const see = `${section}.see` as const;
  const change = `${section}.change` as const;
  return {
    list: {
      method: 'GET',
      url: base,
      right: see,
      tag,
      summary: 'What is attached, the newest first',
      query,
      reply: page(Document),
    },
    upload: {
      method: 'POST',
      url: base,
      right: change,
      tag,
      summary: 'Upload a file; its type is found in its content',
      query: Type.Object({ kind: oneOf(of), subject: Subject, ...upload }),
      consumes: 'application/octet-stream',
      reply: Document,
    },
    read: {
      method: 'GET',
      url: `${base}/:documentId`,
      right: see,
      tag,
      summary: 'One of them',
      params: Params,
      reply: Document,
    },
    change: {
      method: 'PATCH',
      url: `${base}/:documentId`,
      right: change,
      tag,
      summary: 'Change its name, category or expiry',
      params: Params,
      body: Type.Object({ name: maybe(Name), category: maybe(Category), expiresOn: maybe(nullable(day)) }),
      reply: Document,
    },
    remove: {
      method: 'DELETE',
      url: `${base}/:documentId`,
      right: change,
      tag,
      summary: 'Remove it with all its versions; who did it stays on record, the files are deleted 30 days later',
      params: Params,
    },
    restore: {
      method: 'POST',
      url: `${base}/:documentId/restore`,
      right: change,
      tag,
      summary: 'Take the removal back, while its files are there',
      params: Params,
      reply: Document,
    },
    versions: {
      method: 'GET',
      url: `${base}/:documentId/versions`,
      right: see,
      tag,
      summary: 'Its versions, the newest first',
      params: Params,
      query: Type.Object({ ...pageQuery }),
      reply: page(Version),
    },
    uploadVersion: {
      method: 'POST',
      url: `${base}/:documentId/versions`,
      right: change,
      tag,
      summary: 'Upload a new version; the old ones stay',
      params: Params,
      query: Type.Object({ name: Name }),
      consumes: 'application/octet-stream',
      reply: Document,
    },
    download: {
      method: 'GET',
      url: `${base}/:documentId/versions/:version/content`,
      right: see,
      tag,
      summary: 'The file as it was uploaded, to be saved; goes on record',
      params: VersionParams,
      produces: 'application/octet-stream',
    },
    view: {
      method: 'GET',
      url: `${base}/:documentId/versions/:version/view`,
      right: see,
      tag,
      summary: 'A picture or a PDF to be shown; of photos without place, time and owner. Goes on record',
      params: VersionParams,
      produces: 'application/octet-stream',
    },
    thumbnail: {
      method: 'GET',
      url: `${base}/:documentId/versions/:version/thumbnail`,
      right: see,
      tag,
      summary: 'A small picture of it, where its uploader made one',
      params: VersionParams,
      produces: 'application/octet-stream',
    },
    uploadThumbnail: {
      method: 'PUT',
      url: `${base}/:documentId/versions/:version/thumbnail`,
      right: change,
      tag,
      summary: 'A small JPEG, PNG or WebP of it, 40 kB at most',
      params: VersionParams,
      consumes: 'application/octet-stream',
    },
  } as const satisfies Contract;
};

const ofOne = <K extends Kind>(kind: K) =>
  Type.Object({ ...pageQuery, kind: oneOf<K>([kind]), subject: Subject, ...filters });

const shared = attachments(
  '/documents',
  'documents',
  documentKinds,
  Type.Object({ ...pageQuery, kind: maybe(oneOf(documentKinds)), subject: maybe(Subject), ...filters }),
);

export const CategoryItem = Type.Object({
  id: Type.String(),
  /** Absent for the built-in ones, which the console names in its reader's language. */
  name: maybe(Type.String()),
  removedAt: maybe(Time),
});
const CategoryParams = Type.Object({ categoryId: Uuid });

export const documentsContract = {
  ...shared,
  ofStation: {
    method: 'GET',
    url: '/stations/:stationId/documents',
    right: 'documents.see',
    tag,
    summary: 'A station’s documents and those of its model and its location, the newest first',
    params: StationParams,
    query: Type.Object({ ...pageQuery, ...filters }),
    reply: page(Document),
  },
  categories: {
    method: 'GET',
    url: '/document-categories',
    right: 'member',
    tag,
    summary: 'The built-in categories and the operator’s own',
    reply: Type.Object({ items: Type.Array(CategoryItem) }),
  },
  addCategory: {
    method: 'POST',
    url: '/document-categories',
    right: 'documents.administer',
    tag,
    summary: 'A category of the operator’s own',
    body: Type.Object({ name: line(80) }),
    reply: CategoryItem,
  },
  changeCategory: {
    method: 'PATCH',
    url: '/document-categories/:categoryId',
    right: 'documents.administer',
    tag,
    summary: 'Give an own category another name',
    params: CategoryParams,
    body: Type.Object({ name: line(80) }),
    reply: CategoryItem,
  },
  removeCategory: {
    method: 'DELETE',
    url: '/document-categories/:categoryId',
    right: 'documents.administer',
    tag,
    summary: 'Put an own category away: nothing new gets it, what has it keeps it',
    params: CategoryParams,
  },
  settings: {
    method: 'GET',
    url: '/document-settings',
    right: 'documents.see',
    tag,
    summary: 'Limits and the reminder',
    reply: Type.Object({
      reminderDays: Type.Integer(),
      limitBytes: Type.Integer(),
      keptDays: Type.Integer({ description: 'after a removal' }),
    }),
  },
  changeSettings: {
    method: 'PATCH',
    url: '/document-settings',
    right: 'documents.administer',
    tag,
    summary: 'How many days before an expiry one is reminded',
    body: Type.Object({ reminderDays: Type.Integer({ minimum: 1, maximum: 365 }) }),
  },
} as const satisfies Contract;

/** Attachments of tickets and of history entries: whoever may see or change those. */
export const ticketFilesContract = attachments('/ticket-files', 'tickets', ['ticket'], ofOne('ticket'));
export const historyFilesContract = attachments('/history-files', 'history', ['history'], ofOne('history'));
