import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const conditions = ['camunda-source', 'module', 'node'];
const folders = ['packages', 'apps'].flatMap((group) => readdirSync(group).map((name) => `${group}/${name}`));

// One project a package, so that `--project packages/worker` runs its tests alone.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: folders.map((folder) => ({
      extends: true,
      test: {
        name: folder,
        include: [`${folder}/{src,test}/**/*.test.ts`],
        exclude: ['**/node_modules/**', '**/dist/**'],
      },
    })),
  },
});
