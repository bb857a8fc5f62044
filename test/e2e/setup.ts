import { existsSync, mkdirSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { newDataDir, removeDataDir } from '../product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the demo network of this run lives: made by the first test file that wants it. */
    demoDir: string;
  }
}

/** Browser tests need the built program and share one demo network. */
export default function setup(project: TestProject): () => void {
  if (!existsSync('dist/server/main.js') || !existsSync('dist/console/index.html'))
    throw new Error('Browser tests run the built program: node scripts/build.mjs');
  mkdirSync('test-results/screens', { recursive: true });
  const demoDir = newDataDir();
  project.provide('demoDir', demoDir);
  return () => removeDataDir(demoDir);
}
