import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setUp, until } from '../../test/harness.ts';
import type { JobHandlerModule } from '../job-handler.ts';

const inFolder = (name: string): URL => new URL(`../../test/modules/${name}`, import.meta.url);
const hanging = { jobTimeoutMs: 1_000, lockExtensionMaxMs: 500 };

const FAILING: readonly {
  readonly what: string;
  readonly module: string;
  readonly exportName?: string;
  readonly config?: object;
  readonly message: string;
}[] = [
  { what: 'throws at import', module: 'throws.mjs', message: 'Error: broken at import' },
  { what: 'does not exist', module: 'nowhere.mjs', message: 'nowhere.mjs' },
  { what: 'has no such export', module: 'exports.mjs', exportName: 'none', message: 'named none' },
  {
    what: 'exports no function',
    module: 'exports.mjs',
    exportName: 'text',
    message: 'does not export a function named text',
  },
  { what: 'exits at import', module: 'exits.mjs', message: 'ended before the handler did' },
  { what: 'never ends its import', module: 'hangs.mjs', config: hanging, message: 'ran longer than 500 ms' },
  { what: 'computes at import', module: 'loops.mjs', config: hanging, message: 'ran longer than 500 ms' },
];

describe.each(['thread', 'process'] as const)('handler modules, %s', (executionStrategy) => {
  it.each(FAILING)(
    'fail the job, and no other one, where a module $what',
    async ({ module, exportName, config, message }) => {
      const { gateway, worker } = await setUp();
      const other = worker({
        executionStrategy,
        config: { jobType: 'other', poolSize: 1 },
        jobHandler: { module: inFolder('plain.cjs') },
      });
      const subject = worker({
        executionStrategy,
        config: { poolSize: 1, ...config },
        jobHandler: { module: inFolder(module), ...(exportName !== undefined && { exportName }) },
      });
      gateway.add(1, { retries: 1 });
      for (const each of [subject, other]) each.start();
      await until(() => gateway.of('failure').length === 1);
      expect(gateway.of('failure')[0]?.body).toMatchObject({
        retries: 0,
        errorMessage: expect.stringContaining(message),
      });
      gateway.add(2, { type: 'other' });
      await until(() => other.status().jobs.completed === 2);
      expect(other.status().jobs.failed).toBe(0);
    },
  );

  it.each([
    ['module.exports', 'plain.cjs', undefined],
    ['default', 'compiled.cjs', undefined],
    ['named', 'compiled.cjs', 'named'],
  ])('may be CommonJS: %s', async (from, module, exportName) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const jobHandler: JobHandlerModule = {
      module: inFolder(module),
      ...(exportName !== undefined && { exportName }),
    };
    worker({ executionStrategy, jobHandler }).start();
    await until(() => gateway.requests.some(({ jobKey }) => jobKey !== undefined));
    expect(gateway.of('completion')[0]?.body).toEqual({ variables: { from } });
  });

  it('are loaded once a thread: a file that has changed since is seen by the next one', async () => {
    const path = join(tmpdir(), `camunda-handler-${process.pid}-${executionStrategy}.mjs`);
    onTestFinished(() => rm(path, { force: true }));
    const write = (version: number): Promise<void> =>
      writeFile(
        path,
        `export default ({ variables }) => variables.exits ? process.exit(1) : { version: ${version} };`,
      );
    await write(1);
    const { gateway, worker } = await setUp();
    const config = { poolSize: 1, maxConcurrentJobs: 1 };
    const subject = worker({ executionStrategy, config, jobHandler: { module: pathToFileURL(path) } });
    subject.start();
    const versions = (): unknown[] => gateway.of('completion').map(({ body }) => body.variables);
    gateway.add(1);
    await until(() => versions().length === 1);
    await write(2);
    gateway.add(1);
    await until(() => versions().length === 2);
    gateway.add(1, { variables: { exits: true }, retries: 1 });
    await until(() => gateway.of('failure').length === 1);
    gateway.add(1);
    await until(() => versions().length === 3);
    expect(versions()).toEqual([{ version: 1 }, { version: 1 }, { version: 2 }]);
  });
});
