import { existsSync, mkdirSync } from 'node:fs';

/** Browser tests run the built program and leave their pictures where git does not look. */
export default function setup(): void {
  if (!existsSync('dist/server/main.js') || !existsSync('dist/console/index.html'))
    throw new Error('Browser tests run the built program: node scripts/build.mjs');
  mkdirSync('test-results/screens', { recursive: true });
}
