import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Ready-made .gz and .br files, so that the server never compresses at run time. */
const compressed = (): Plugin => ({
  name: 'voltyard-compressed',
  apply: 'build',
  writeBundle({ dir }) {
    for (const file of readdirSync(dir!, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|svg)$/.test(file)) continue;
      const path = join(dir!, file);
      const text = readFileSync(path);
      if (text.length < 1000) continue;
      writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    }
  },
});

// The console: one page, its tabs and rare parts in chunks of their own. No inline script may come out of this (CSP).
export default defineConfig({
  root: 'web',
  publicDir: 'public',
  plugins: [react(), compressed()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    fs: { allow: ['..'] },
    proxy: { '/api': process.env.VOLTYARD_URL ?? 'http://127.0.0.1:8080' },
  },
});
