import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeS3, fakeS3, s3Keys } from '../../../test/fake-s3.ts';
import { until } from '../../../test/until.ts';
import { diskFiles } from './engines/disk.ts';
import { s3Files } from './engines/s3.ts';
import { checkedKey, type FileStore, newFileKey } from './file-store.ts';
import { openFiles } from './open-files.ts';

let s3: FakeS3;
const folder = mkdtempSync(join(tmpdir(), 'voltyard-files-'));
const stores: Record<string, FileStore> = {};

beforeAll(async () => {
  s3 = await fakeS3();
  stores.disk = await diskFiles({ folder, keepFree: 0 });
  stores.s3 = s3Files({ ...s3Keys, bucket: 'bucket', prefix: 'yard/', endpoint: s3.endpoint, partBytes: 1000 });
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

async function* pieces(...all: readonly (string | Buffer)[]) {
  for (const piece of all) yield Buffer.from(piece);
}
async function* broken() {
  yield Buffer.alloc(2500);
  throw new Error('the line went');
}
const bytesOf = async (stream: AsyncIterable<Buffer>) => {
  const all: Buffer[] = [];
  for await (const piece of stream) all.push(Buffer.from(piece));
  return Buffer.concat(all);
};
const keysOf = async (store: FileStore, below?: string) => {
  const keys: string[] = [];
  for await (const { key } of store.list(below)) keys.push(key);
  return keys.sort();
};

describe.each(['disk', 's3'])('files in %s', (name) => {
  const store = () => stores[name]!;

  it('come back byte for byte, whole or in part, with size and checksum', async () => {
    const content = Buffer.from(Array.from({ length: 12_345 }, (_, at) => at % 251));
    const key = newFileKey('images', 'bin');
    const stored = await store().put(
      key,
      pieces(content.subarray(0, 1), content.subarray(1, 4000), content.subarray(4000)),
    );
    expect(stored).toEqual({ key, size: 12_345, sha256: createHash('sha256').update(content).digest('hex') });
    expect((await bytesOf(await store().read(key))).equals(content)).toBe(true);
    expect((await bytesOf(await store().read(key, { from: 10, to: 19 }))).equals(content.subarray(10, 20))).toBe(true);
    expect((await bytesOf(await store().read(key, { from: 12_000 }))).equals(content.subarray(12_000))).toBe(true);
    expect(await store().sizeOf(key)).toBe(12_345);
    await store().put(key, pieces('new'));
    expect((await bytesOf(await store().read(key))).toString()).toBe('new');
  });

  it('an empty file is a file; one that is not there is said to be missing', async () => {
    const key = newFileKey('empty');
    await store().put(key, pieces());
    expect(await store().sizeOf(key)).toBe(0);
    await store().remove(key);
    await store().remove(key);
    expect(await store().sizeOf(key)).toBeUndefined();
    await expect(store().read(key)).rejects.toMatchObject({ id: 'file.missing', status: 404 });
  });

  it('a file that is cut short or too large is not there at all', async () => {
    const key = newFileKey('cut');
    await expect(store().put(key, broken())).rejects.toThrow('the line went');
    const large = { limitBytes: 3999 };
    await expect(store().put(key, pieces(Buffer.alloc(3000), Buffer.alloc(1000)), large)).rejects.toMatchObject({
      id: 'file.tooLarge',
      status: 413,
    });
    expect(await store().sizeOf(key)).toBeUndefined();
    expect(await keysOf(store(), 'cut')).toEqual([]);
    expect(readdirSync(join(folder, '.unfinished'))).toEqual([]);
    expect(s3.open()).toBe(0);
  });

  it('an upload can be given up', async () => {
    const ended = new AbortController();
    async function* endless() {
      for (let n = 0; ; n++) {
        if (n === 5) ended.abort(new Error('enough'));
        yield Buffer.alloc(700);
      }
    }
    const key = newFileKey('given-up');
    await expect(store().put(key, endless(), { signal: ended.signal })).rejects.toThrow('enough');
    expect(await store().sizeOf(key)).toBeUndefined();
    expect(s3.open()).toBe(0);
  });

  it('lists every file below a folder, over several pages', async () => {
    const keys = Array.from({ length: 8 }, () => newFileKey('many', 'gz')).sort();
    for (const key of keys) await store().put(key, pieces('x'));
    expect(await keysOf(store(), 'many')).toEqual(keys);
    expect(await keysOf(store())).toEqual(expect.arrayContaining(keys));
    expect(await keysOf(store(), 'none')).toEqual([]);
  });
});

it('keys are random and cannot lead out of the store', () => {
  expect(new Set(Array.from({ length: 1000 }, () => newFileKey('a'))).size).toBe(1000);
  for (const key of [
    '../x',
    'a/../b',
    'a',
    '/etc/passwd',
    'a//b',
    'A/b',
    'a/.b',
    'a/b\0',
    'a\\b/c',
    `a/${'b'.repeat(300)}`,
  ])
    expect(() => checkedKey(key), key).toThrow('Not the key');
});

describe('on the disk', () => {
  it('files are readable by this user alone, and what a killed program left is removed a day later', async () => {
    const key = newFileKey('own');
    await stores.disk!.put(key, pieces('secret'));
    if (process.platform !== 'win32') expect(statSync(join(folder, key)).mode & 0o777).toBe(0o600);
    mkdirSync(join(folder, '.unfinished'), { recursive: true });
    const [old, young] = ['old', 'young'].map((name) => join(folder, '.unfinished', name));
    for (const file of [old!, young!]) writeFileSync(file, 'half');
    utimesSync(old!, new Date(), new Date(Date.now() - 2 * 86_400_000));
    await diskFiles({ folder });
    expect(readdirSync(join(folder, '.unfinished'))).toEqual(['young']);
    rmSync(young!);
  });

  it('F-03 a file is refused with 507 before the disk is full: the database beside it needs the rest', async () => {
    const { total } = (await stores.disk!.room())!;
    expect(total).toBeGreaterThan(0);
    const careful = await diskFiles({ folder, keepFree: 1 });
    const key = newFileKey('full');
    await expect(careful.put(key, pieces('x'))).rejects.toMatchObject({ id: 'storage.full', status: 507 });
    expect(await careful.sizeOf(key)).toBeUndefined();
  });
});

describe('in S3', () => {
  it('large files go in parts, small ones in one request; keys begin with the prefix', async () => {
    s3.requests.length = 0;
    const key = newFileKey('parts');
    await stores.s3!.put(key, pieces(Buffer.alloc(2500)));
    expect(s3.requests.map((line) => line.split(' ')[0])).toEqual(['POST', 'PUT', 'POST']);
    expect(s3.objects.has(`yard/${key}`)).toBe(true);
    s3.requests.length = 0;
    await stores.s3!.put(key, pieces('small'));
    expect(s3.requests).toEqual([`PUT /bucket/yard/${key}`]);
  });

  it('a moment of trouble is waited out; lasting trouble, full and wrong keys are said', async () => {
    const key = newFileKey('trouble');
    s3.fail(2, 503, 'SlowDown');
    await stores.s3!.put(key, pieces('kept'));
    expect((await bytesOf(await stores.s3!.read(key))).toString()).toBe('kept');
    s3.fail(9, 503, 'SlowDown');
    await expect(stores.s3!.sizeOf(key)).rejects.toMatchObject({ id: 'storage.away', status: 503 });
    s3.fail(9, 507, 'XMinioStorageFull');
    await expect(stores.s3!.put(key, pieces('x'))).rejects.toMatchObject({ id: 'storage.full' });
    s3.fail(0, 0, '');
    const stranger = s3Files({
      ...s3Keys,
      secretAccessKey: 'wrong',
      bucket: 'bucket',
      prefix: '',
      endpoint: s3.endpoint,
    });
    await expect(stranger.read(key)).rejects.toMatchObject({
      detail: expect.stringContaining('SignatureDoesNotMatch'),
    });
    const nobody = s3Files({ ...s3Keys, bucket: 'bucket', prefix: '', endpoint: 'http://127.0.0.1:1' });
    await expect(nobody.put(key, pieces('x'))).rejects.toMatchObject({ id: 'storage.away' });
    const silent = s3Files({ ...s3Keys, bucket: 'bucket', prefix: '', endpoint: s3.endpoint, patienceMs: 0 });
    await expect(silent.read(key)).rejects.toMatchObject({ id: 'storage.away' });
  });

  it.each([
    'silent',
    'halfway',
  ] as const)('F-12 a store that hangs (%s) is away for everybody in bounded time, nothing stays open, and it is back when it is', async (how) => {
    const store = s3Files({ ...s3Keys, bucket: 'bucket', prefix: 'yard/', endpoint: s3.endpoint, patienceMs: 500 });
    const key = newFileKey('hang');
    await stores.s3!.put(key, pieces('whole'));
    const before = await s3.connections();
    s3.hang(how);
    const away = { id: 'storage.away', status: 503 };
    const some = Array.from({ length: 30 }, () => newFileKey('hang'));
    await Promise.all([
      ...some.map((one) => expect(store.put(one, pieces('x'))).rejects.toMatchObject(away)),
      ...some.map(() => expect(store.read(key).then(bytesOf)).rejects.toMatchObject(away)),
      expect(store.remove(some[0]!)).rejects.toMatchObject(away),
      expect(keysOf(store)).rejects.toMatchObject(away),
    ]);
    s3.hang();
    await until(async () => (await s3.connections()) <= before + 1);
    expect((await bytesOf(await store.read(key))).toString()).toBe('whole');
    await store.put(some[1]!, pieces('again'));
    expect(await store.sizeOf(some[1]!)).toBe(5);
  });

  it('F-12 whoever reads a file slowly is not taken for a store that hangs', async () => {
    const store = s3Files({ ...s3Keys, bucket: 'bucket', prefix: 'yard/', endpoint: s3.endpoint, patienceMs: 800 });
    const key = newFileKey('slow');
    await stores.s3!.put(key, pieces(Buffer.alloc(3_000_000, 7)));
    let bytes = 0;
    let waits = 0;
    for await (const piece of await store.read(key)) {
      bytes += piece.length;
      if (++waits <= 2) await new Promise((resolve) => setTimeout(resolve, 1200));
    }
    expect(bytes).toBe(3_000_000);
    const left = await store.read(key);
    left.destroy();
    await until(() => left.closed);
  });

  it('is what FILES_URL names', async () => {
    const place = {
      dataDir: folder,
      filesKeyId: s3Keys.accessKeyId,
      filesKey: s3Keys.secretAccessKey,
      filesToken: undefined,
    };
    const store = await openFiles({
      ...place,
      filesUrl: `s3://bucket/deep/down/?region=eu-test-1&endpoint=${s3.endpoint}`,
    });
    expect(store.place).toBe('s3://bucket/deep/down/');
    const { key } = await store.put(newFileKey('named'), pieces('x'));
    expect(s3.objects.has(`deep/down/${key}`)).toBe(true);
    expect((await openFiles({ ...place, filesUrl: undefined })).place).toBe(join(folder, 'files'));
  });
});
