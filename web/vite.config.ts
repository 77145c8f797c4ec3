import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Nothing is inlined, so that the content policy of the server can forbid everything but files of its own.
export default defineConfig({
  plugins: [svelte()],
  base: './',
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: 'es2022', chunkSizeWarningLimit: 400 },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:5080', ws: true } } },
  test: { include: ['src/**/*.test.ts'] },
});
