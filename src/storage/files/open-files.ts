import { join } from 'node:path';
import { diskFiles } from './engines/disk.ts';
import { s3Files } from './engines/s3.ts';
import type { FileStore } from './file-store.ts';

export interface FilesPlace {
  /** `s3://bucket/prefix?region=…&endpoint=https://…`; absent: the folder `files` below the data folder. */
  readonly url: string | undefined;
  readonly dataDir: string;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
}

/** The file store that the settings name. */
export async function openFiles({
  url,
  dataDir,
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: FilesPlace): Promise<FileStore> {
  if (url === undefined) return diskFiles({ folder: join(dataDir, 'files') });
  const { host, pathname, searchParams } = new URL(url);
  const path = pathname.replace(/^\/+|\/+$/g, '');
  const endpoint = searchParams.get('endpoint');
  return s3Files({
    bucket: host,
    prefix: path === '' ? '' : `${path}/`,
    region: searchParams.get('region') ?? 'us-east-1',
    ...(endpoint !== null && { endpoint }),
    accessKeyId: accessKeyId ?? '',
    secretAccessKey: secretAccessKey ?? '',
    ...(sessionToken !== undefined && { sessionToken }),
  });
}
