import { join } from 'node:path';
import { diskFiles } from './engines/disk.ts';
import { s3Files } from './engines/s3.ts';
import type { FileStore } from './file-store.ts';

/** The settings of these names. */
export interface FilesPlace {
  /** `s3://bucket/prefix?region=…&endpoint=https://…`; absent: the folder `files` below the data folder. */
  readonly filesUrl: string | undefined;
  readonly dataDir: string;
  readonly filesKeyId: string | undefined;
  readonly filesKey: string | undefined;
  readonly filesToken: string | undefined;
}

/** The file store that the settings name. */
export async function openFiles(place: FilesPlace): Promise<FileStore> {
  const { filesUrl: url, dataDir, filesKeyId = '', filesKey = '', filesToken } = place;
  if (url === undefined) return diskFiles({ folder: join(dataDir, 'files') });
  const { host, pathname, searchParams } = new URL(url);
  const path = pathname.replace(/^\/+|\/+$/g, '');
  const endpoint = searchParams.get('endpoint');
  return s3Files({
    bucket: host,
    prefix: path === '' ? '' : `${path}/`,
    region: searchParams.get('region') ?? 'us-east-1',
    ...(endpoint !== null && { endpoint }),
    accessKeyId: filesKeyId,
    secretAccessKey: filesKey,
    ...(filesToken !== undefined && { sessionToken: filesToken }),
  });
}
