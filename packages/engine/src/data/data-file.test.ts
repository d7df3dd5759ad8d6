import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@camunda/core';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { action, deployModels, perform } from '../../test/actions.ts';
import { bpmn, end, flows, oneTask, start } from '../../test/bpmn.ts';
import { catchEvent, on } from '../../test/events.ts';
import { TestClient } from '../../test/test-engine.ts';
import { buildEngine, createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { type StartEngineOptions, startEngine } from '../start-engine.ts';
import { DataKeeper } from './data-keeper.ts';

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-data-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'data.jsonl');
}

async function open(dataFile: string, options: StartEngineOptions = {}) {
  const engine = await startEngine({ longPollTimeoutMs: 50, ...options, dataFile, listen: false });
  onTestFinished(() => engine.close());
  return { engine, client: new TestClient(engine.fetch) };
}

/** What an engine has become, as text. */
function conditionOf(engine: Engine): unknown {
  return JSON.parse(JSON.stringify(engine.snapshot()));
}

/** A file with an instance that waits for its job, closed. */
async function usedFile() {
  const file = await newFile();
  const { engine, client } = await open(file);
  await engine.deploy({ name: 'one.bpmn', content: oneTask() });
  const key = await client.create('one-task');
  await engine.close();
  return { file, key };
}

describe('a data file', () => {
  it('lets an engine go on as if it had never ended, however often it ends and is compacted', async () => {
    const options = { startTime: 0, ambiguousMessages: 'random' } as const;
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(fc.array(action, { maxLength: 8 }), { minLength: 2, maxLength: 3 }),
        fc.constantFrom(0, 20_000, undefined),
        fc.boolean(),
        async (seed, parts, compactAfterBytes, isKilled) => {
          await using through = createEngine({ ...options, seed });
          await deployModels(through);
          let file = await newFile();
          for (const [index, actions] of parts.entries()) {
            await perform(through, actions);
            const { core, engine } = buildEngine({ ...options, seed });
            const keeper = await DataKeeper.open(file, core, { compactAfterBytes });
            if (index === 0) await deployModels(engine);
            await perform(engine, actions);
            if (isKilled) {
              // What a process that is killed leaves: the file as it is, without a close.
              await copyFile(file, `${file}.copy`);
              file = `${file}.copy`;
            }
            keeper.close();
            expect(conditionOf(engine)).toEqual(conditionOf(through));
            await engine.close();
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('is continued after a restart: instances, jobs, long polls', async () => {
    const { file, key } = await usedFile();
    const { client } = await open(file);
    expect(await client.stateOf(key)).toBe('ACTIVE');
    expect(await client.work('work')).toBe(1);
    expect(await client.stateOf(key)).toBe('COMPLETED');
    const waiting = client.activate('work', { requestTimeout: 60_000 });
    const next = await client.create('one-task');
    expect((await waiting).map((job) => job.processInstanceKey)).toEqual([next]);
  });

  it('fires the timers that fell due while nobody ran', async () => {
    const file = await newFile();
    const clock = wallClock();
    const first = await open(file, { clock });
    const model = bpmn(
      'late',
      `${start}${catchEvent('wait', on.timer('duration', 'PT1H'))}${end}${flows('start wait end')}`,
    );
    await first.engine.deploy({ name: 'late.bpmn', content: model });
    const key = await first.client.create('late');
    await first.engine.close();
    clock.time += 3_600_000;
    const { client } = await open(file, { clock });
    expect(await client.stateOf(key)).toBe('COMPLETED');
  });

  it('keeps a clock that was pinned', async () => {
    const file = await newFile();
    const first = await open(file);
    await first.client.call('PUT', '/clock', { timestamp: 5000 });
    await first.engine.close();
    const second = await open(file);
    expect(second.engine.clock.now()).toBe(5000);
    second.engine.clock.reset();
    await second.engine.close();
    const third = await open(file);
    expect(third.engine.clock.isPinned).toBe(false);
    const answer = await third.engine.fetch('http://engine/actuator/clock/add', {
      method: 'POST',
      body: '{"offsetMilli":3600000}',
    });
    expect(answer.status).toBe(200);
    await third.engine.close();
    expect((await open(file)).engine.clock.now()).toBeGreaterThan(Date.now() + 3_000_000);
  });

  it('loses nothing but the line that was being written', async () => {
    const { file, key } = await usedFile();
    const whole = await readFile(file, 'utf8');
    for (const torn of ['{', '{"kind":"events","events":[{"position":9', '\0\0\0']) {
      await appendFile(file, torn);
      const { engine, client } = await open(file);
      expect(await client.stateOf(key)).toBe('ACTIVE');
      await engine.close();
      expect(await readFile(file, 'utf8')).toBe(whole);
    }
  });

  it('begins anew where not even the first line was written', async () => {
    for (const begun of ['', '{"kind":"camunda-eng']) {
      const file = await newFile();
      await writeFile(file, begun);
      const { engine } = await open(file);
      await engine.close();
      expect(await readFile(file, 'utf8')).toBe('{"kind":"camunda-engine-data","format":1}\n');
    }
  });

  it.each([
    [
      'a cut in the middle',
      (lines: string[]) => lines.toSpliced(2, 1, (lines[2] ?? '').slice(0, 40)),
      /damaged at line 3/,
    ],
    [
      'a missing line',
      (lines: string[]) => lines.toSpliced(2, 1),
      /damaged at line 3.*event \d+ comes after event 0/,
    ],
    [
      'another letter in a model',
      (lines: string[]) => lines.with(1, (lines[1] ?? '').replace('serviceTask', 'servicetask')),
      /damaged at line 2.*checksum/,
    ],
    [
      'a missing model',
      (lines: string[]) => lines.toSpliced(1, 1),
      /damaged at line 2.*has no compiled model/,
    ],
    ['an unknown line', (lines: string[]) => lines.toSpliced(1, 0, '{"kind":"other"}'), /damaged at line 2/],
    ['a line that is null', (lines: string[]) => lines.toSpliced(1, 0, 'null'), /damaged at line 2/],
    [
      'another format',
      (lines: string[]) => lines.toSpliced(0, 1, '{"kind":"camunda-engine-data","format":99}'),
      /another version/,
    ],
    ['a text of somebody else', () => ['hello', ''], /was not written by an engine/],
    ['JSON of somebody else', () => ['{"name":"x"}', ''], /was not written by an engine/],
    ['a text without a line end', () => ['precious'], /was not written by an engine/],
  ])('is refused, and left as it is, with %s', async (_what, damage, message) => {
    const { file } = await usedFile();
    const damaged = damage((await readFile(file, 'utf8')).split('\n')).join('\n');
    await writeFile(file, damaged);
    await expect(startEngine({ dataFile: file, listen: false })).rejects.toMatchObject({
      code: 'ENGINE_DATA_FILE',
      message: expect.stringMatching(message),
    });
    expect(await readFile(file, 'utf8')).toBe(damaged);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('serves one engine at a time', async () => {
    const { file } = await usedFile();
    const { engine } = await open(file);
    await expect(startEngine({ dataFile: file, listen: false })).rejects.toThrow(
      `is in use by process ${process.pid}`,
    );
    await engine.close();
    await open(file);
  });

  it('is free again when the process that had it is dead, or its number another process', async () => {
    const { file } = await usedFile();
    const { pid } = spawnSync(process.execPath, ['--eval', '0']);
    for (const holder of [
      { pid, startedAt: null },
      { pid: process.pid, startedAt: 'long ago' },
    ]) {
      await writeFile(`${file}.lock`, JSON.stringify(holder));
      await (await open(file)).engine.close();
    }
  });

  it('becomes a snapshot when it has grown, whatever an earlier attempt has left', async () => {
    const file = await newFile();
    await writeFile(`${file}.new`, '{"kind":');
    const { core, engine } = buildEngine({});
    const keeper = await DataKeeper.open(file, core, { compactAfterBytes: 10_000 });
    await engine.deploy({ name: 'one.bpmn', content: oneTask() });
    const client = new TestClient(engine.fetch);
    for (let index = 0; index < 20; index++) {
      await client.create('one-task');
      await client.work('work');
    }
    keeper.close();
    expect(await readFile(file, 'utf8')).toContain('{"kind":"memory"');
    expect(existsSync(`${file}.new`)).toBe(false);
    const again = await open(file);
    expect(conditionOf(again.engine)).toEqual(conditionOf(engine));
    await engine.close();
  });

  it('cannot be given together with a snapshot', async () => {
    await using engine = createEngine();
    const both = { dataFile: await newFile(), snapshot: engine.snapshot(), listen: false } as const;
    await expect(startEngine(both)).rejects.toThrow('`dataFile` cannot be given together with `snapshot`');
  });
});

function wallClock(): Clock & { time: number } {
  const clock = {
    time: Date.UTC(2030, 0, 1),
    now: () => clock.time,
    monotonic: () => clock.time,
    setTimeout: () => 0,
    clearTimeout: () => {},
  };
  return clock;
}
