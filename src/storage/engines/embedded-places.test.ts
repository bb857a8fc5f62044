import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeDirectory } from './embedded-places.ts';

it('a data directory is made with all above it; one that cannot be is said in a sentence, and never waited for', () => {
  const root = mkdtempSync(join(tmpdir(), 'voltyard-places-'));
  try {
    expect(existsSync(makeDirectory(join(root, 'a', 'b')))).toBe(true);
    expect(existsSync(makeDirectory(join(root, 'a', 'b')))).toBe(true);
    writeFileSync(join(root, 'file'), '');
    for (const wrong of ['/proc/x', '/proc/x/y', join(root, 'file'), join(root, 'file', 'x')])
      expect(() => makeDirectory(wrong), wrong).toThrow(/cannot be written .*VOLTYARD_DATA/);
  } finally {
    rmSync(root, { recursive: true });
  }
});
