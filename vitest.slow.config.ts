import { defineConfig } from 'vitest/config';

// What takes minutes: run by CI and by `npm run test:slow`, not by `npm test`.
export default defineConfig({
  test: {
    include: ['test/**/*.slow.ts'],
    globalSetup: ['test/global-setup.ts'],
  },
});
