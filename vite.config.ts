import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const proxy = { '/api': { target: process.env.PLUMBLINE_API ?? 'http://localhost:8080', changeOrigin: false, ws: false } };

/** The web application: built from apps/web into dist/web with hashed assets, talking to the server under /api. */
export default defineConfig({
  // Vitest reads this file where no vitest configuration exists; its root is the repository.
  root: process.env.VITEST ? at('.') : at('./apps/web'),
  plugins: [react()],
  resolve: {
    alias: {
      // One file per icon in development costs thousands of requests; this entry serves them all from one.
      '@tabler/icons-react': '@tabler/icons-react/dist/esm/icons/index.mjs',
    },
  },
  server: { proxy, fs: { allow: [at('.')] } },
  preview: { proxy },
  build: {
    outDir: at('./dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
  },
});
