import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { oneTask } from '../../test/bpmn.ts';
import { startProcess } from '../../test/engine-process.ts';
import { TestClient } from '../../test/test-engine.ts';
import { startEngine } from '../start-engine.ts';

const ROUNDS = 6;

const hasLimits = spawnSync('bash', ['-c', 'ulimit -f 10']).status === 0;
if (!hasLimits) console.log('skipped: a full disk: there is no bash that can limit the size of files');
const canFreeDisk = hasLimits && spawnSync('prlimit', ['--version']).status === 0;
if (!canFreeDisk) console.log('skipped: a disk that has room again: there is no prlimit');
const isRoot = process.getuid?.() === 0;
if (isRoot) console.log('skipped: a data file without permission: root may write every file');

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-killed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function modelIn(folder: string): Promise<string> {
  const path = join(folder, 'one.bpmn');
  await writeFile(path, oneTask());
  return path;
}

/** What was answered to be done. */
class Answered {
  readonly created = new Set<string>();
  readonly completed = new Set<string>();
  #enough = { count: Number.POSITIVE_INFINITY, resolve: () => {} };

  /** Creates and completes instances until the server is gone or fails; gives why it stopped. */
  async work(address: string, variables: object = {}): Promise<unknown> {
    const post = async (path: string, body: object) => {
      const response = await fetch(`${address}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
      return response.status === 204 ? {} : response.json();
    };
    try {
      for (;;) {
        const creation = { processDefinitionId: 'one-task', variables };
        const { processInstanceKey } = await post('/process-instances', creation);
        this.created.add(processInstanceKey);
        if (this.created.size >= this.#enough.count) this.#enough.resolve();
        const wanted = { type: 'work', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1 };
        for (const job of (await post('/jobs/activation', wanted)).jobs) {
          await post(`/jobs/${job.jobKey}/completion`, {});
          this.completed.add(job.processInstanceKey);
        }
      }
    } catch (error) {
      return error;
    }
  }

  /** Resolves when so many instances have been created. */
  until(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#enough = { count, resolve };
    });
  }

  /** Opens a copy of the file, and checks that it knows of everything. */
  async check(file: string): Promise<void> {
    const copy = `${file}.copy`;
    await copyFile(file, copy);
    const engine = await startEngine({ dataFile: copy, listen: false });
    const client = new TestClient(engine.fetch);
    const known = await client.search('process-instances', {}, { page: { limit: 10_000 } });
    const states = new Map(known.map(({ processInstanceKey, state }) => [processInstanceKey, state]));
    expect([...this.created].filter((key) => !states.has(key))).toEqual([]);
    expect([...this.completed].filter((key) => states.get(key) !== 'COMPLETED')).toEqual([]);
    // Every job that is left can be worked: nothing is half done.
    const open = known.filter(({ state }) => state === 'ACTIVE').length;
    await engine.clock.advance(60_000);
    expect(await client.work('work')).toBe(open);
    await engine.close();
  }
}

describe('an engine in a process of its own', () => {
  it('loses nothing that was answered when it is killed at any moment, and goes on from there', {
    timeout: 120_000,
  }, async () => {
    const folder = await newFolder();
    const file = join(folder, 'data.jsonl');
    const model = await modelIn(folder);
    const answered = new Answered();
    for (let round = 0; round < ROUNDS; round++) {
      const engine = startProcess([model, '--data', file]);
      const address = await engine.seen(/CAMUNDA_REST_ADDRESS=(\S+)\n/);
      // At a random moment of the work: after some more instances, in the middle of whatever it does then.
      const enough = answered.created.size + 1 + Math.floor(Math.random() * 60);
      const clients = [1, 2, 3].map(() => answered.work(address));
      await Promise.race([answered.until(enough), Promise.all(clients)]);
      await engine.kill();
      expect((await Promise.all(clients)).map(String).join()).not.toContain('about:blank');
      await answered.check(file);
    }
    expect(answered.completed.size).toBeGreaterThan(0);
  });

  it('loses nothing when it is killed while the file is written anew', { timeout: 120_000 }, async () => {
    const folder = await newFolder();
    const file = join(folder, 'data.jsonl');
    const engine = startProcess([await modelIn(folder), '--data', file]);
    const address = await engine.seen(/CAMUNDA_REST_ADDRESS=(\S+)\n/);
    const answered = new Answered();
    const text = 'x'.repeat(1024 * 1024);
    const clients = [1, 2].map(() => answered.work(address, { text }));
    const draft = `${file}.new`;
    while (!existsSync(draft)) await new Promise((resolve) => setImmediate(resolve));
    await engine.kill();
    expect(existsSync(draft)).toBe(true);
    expect((await Promise.all(clients)).map(String).join()).not.toContain('about:blank');
    await answered.check(file);
  });

  it('refuses a file that another process has, with exit code 1', { timeout: 60_000 }, async () => {
    const folder = await newFolder();
    const file = join(folder, 'data.jsonl');
    const first = startProcess(['--data', file]);
    await first.seen(/^ready/m);
    const second = startProcess(['--data', file]);
    expect(await second.ended()).toBe(1);
    expect(second.output()).toBe(
      `camunda-engine: The data file '${file}' is in use by process ${first.child.pid}; close that engine, or choose another file\n`,
    );
    first.child.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    const third = startProcess(['--data', file]);
    await third.seen(/^ready/m);
  });

  it.runIf(hasLimits)(
    'says when the disk is full, and keeps the file whole',
    { timeout: 60_000 },
    async () => {
      const folder = await newFolder();
      const file = join(folder, 'data.jsonl');
      const engine = startProcess([await modelIn(folder), '--data', file], 'ulimit -f 64;');
      const answered = new Answered();
      const reason = await answered.work(await engine.seen(/CAMUNDA_REST_ADDRESS=(\S+)\n/));
      expect(String(reason)).toContain("data.jsonl' cannot be written: EFBIG");
      expect(answered.completed.size).toBeGreaterThan(3);
      expect(await engine.seen(/^camunda-engine: The data file .*/m)).toContain(
        "data.jsonl' cannot be written: EFBIG",
      );
      await answered.check(file);
      // What it still could not write is lost when it ends, and it says so.
      engine.child.kill('SIGTERM');
      expect(await engine.ended()).toBe(1);
      await answered.check(file);
    },
  );

  it.runIf(canFreeDisk)(
    'writes what it could not write as soon as there is room again',
    { timeout: 60_000 },
    async () => {
      const folder = await newFolder();
      const file = join(folder, 'data.jsonl');
      const engine = startProcess([await modelIn(folder), '--data', file], 'ulimit -S -f 64;');
      const address = await engine.seen(/CAMUNDA_REST_ADDRESS=(\S+)\n/);
      const answered = new Answered();
      expect(String(await answered.work(address))).toContain('cannot be written: EFBIG');
      spawnSync('prlimit', [`--pid=${engine.child.pid}`, '--fsize=unlimited']);
      const before = answered.created.size;
      const more = answered.work(address);
      await Promise.race([answered.until(before + 20), more]);
      await engine.kill();
      await more;
      expect(answered.created.size).toBeGreaterThanOrEqual(before + 20);
      await answered.check(file);
    },
  );

  it.runIf(!isRoot)(
    'ends with 1 when the file or its folder may not be written',
    { timeout: 60_000 },
    async () => {
      const folder = await newFolder();
      const file = join(folder, 'data.jsonl');
      await writeFile(file, '');
      await chmod(file, 0o444);
      const engine = startProcess(['--data', file]);
      expect(await engine.ended()).toBe(1);
      expect(engine.output()).toMatch(/data\.jsonl' cannot be opened: EACCES/);
    },
  );
});
