import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The console: one page, its tabs and rare parts in chunks of their own. No inline script may come out of this (CSP).
export default defineConfig({
  root: 'web',
  publicDir: 'public',
  plugins: [react()],
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
