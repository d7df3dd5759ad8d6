import { defineConfig } from 'vitest/config';

const conditions = ['camunda-source'];

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node'] } },
  test: {
    projects: ['packages/*', 'apps/*'].map((path) => ({
      extends: true,
      test: {
        name: path,
        include: [`${path}/{src,test}/**/*.test.ts`],
        exclude: ['**/node_modules/**', '**/dist/**'],
      },
    })),
  },
});
