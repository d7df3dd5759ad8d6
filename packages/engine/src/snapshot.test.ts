import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { action, deployModels, perform, post } from '../test/actions.ts';
import { oneTask } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';
import { buildEngine, createEngine } from './create-engine.ts';
import type { Engine } from './engine.ts';
import type { EngineOptions } from './runtime/engine-options.ts';
import type { EngineSnapshot } from './snapshot/engine-snapshot.ts';

/** A snapshot as a file would keep it. */
function written(engine: Engine): EngineSnapshot {
  return JSON.parse(JSON.stringify(engine.snapshot()));
}

const options: EngineOptions = { startTime: 0, ambiguousMessages: 'random' };
const lags = fc.constantFrom(0, 10_000, Number.POSITIVE_INFINITY);

describe('snapshot', () => {
  it('changes nothing: an engine that is taken up again at any point goes on like one that never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        lags,
        fc.array(action, { maxLength: 15 }),
        fc.array(action, { maxLength: 15 }),
        async (seed, lagMs, before, after) => {
          const all = { ...options, seed, consistency: { lagMs } };
          await using through = createEngine(all);
          await deployModels(through);
          await perform(through, before);
          const taken = written(through);
          const position = through.events.list().length;
          await perform(through, after);
          // Without the start time: the clock of the snapshot goes on.
          await using again = createEngine({ ...all, startTime: undefined, snapshot: taken });
          await again.idle();
          await perform(again, after);
          expect(again.events.list()).toEqual(through.events.list().slice(position));
          expect(written(again)).toEqual(written(through));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('can be moved in time before its models have been compiled', async () => {
    await using engine = createEngine({ startTime: 1000 });
    await deployModels(engine);
    await perform(engine, [
      post('/process-instances', { processDefinitionId: 'orders', variables: { orderId: '1', amount: 1 } }),
    ]);
    await using again = createEngine({ snapshot: written(engine) });
    again.clock.advance(10_000);
    expect(again.clock.now()).toBe(11_000);
    await again.idle();
    const fired = again.events
      .list()
      .filter(({ valueType, intent }) => valueType === 'TIMER' && intent === 'TRIGGERED');
    expect(fired).toHaveLength(1);
  });

  it('goes on with the start time that it is given', async () => {
    await using engine = createEngine({ startTime: 1000 });
    await using again = createEngine({ snapshot: written(engine), startTime: 5000 });
    await again.idle();
    expect(again.clock.now()).toBe(5000);
  });

  it('is refused when it is none, or of an engine with other tables', () => {
    const engine = new TestEngine();
    const good = written(engine.engine);
    const [, ...fewer] = (good.memory as unknown as { state: object[] }).state;
    for (const [snapshot, reason] of [
      [{}, /`snapshot` is no snapshot/],
      [{ ...good, format: 0 }, /`snapshot` was taken by another version/],
      [{ ...good, memory: { ...good.memory, state: fewer } }, /`snapshot` was taken by another version/],
    ] as const) {
      expect(() => createEngine({ snapshot: snapshot as EngineSnapshot })).toThrow(reason);
    }
  });

  it('keeps variables of any name and value', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    const variables = JSON.parse(
      '{"$":{"$":"model","value":1},"__proto__":{"a":null},"zero":-0,"list":[{"$":"map"}]}',
    );
    const key = await engine.create('one-task', variables);
    const again = new TestEngine({ snapshot: written(engine.engine) });
    expect(await again.variablesOf(key)).toEqual(await engine.variablesOf(key));
    const [job] = await again.activate('work');
    expect(Object.keys(job.variables).sort()).toEqual(['$', '__proto__', 'list', 'zero']);
  });
});

describe('fork', () => {
  it('goes on as the engine would, and neither changes the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(action, { maxLength: 15 }),
        fc.array(action, { maxLength: 15 }),
        async (seed, before, after) => {
          await using engine = createEngine({ ...options, seed });
          await deployModels(engine);
          await perform(engine, before);
          await using fork = engine.fork();
          const asItWas = written(fork);
          await perform(engine, after);
          expect(written(fork)).toEqual(asItWas);
          await perform(fork, after);
          expect(fork.events.list()).toEqual(engine.events.list());
          const asItIs = written(engine);
          expect(written(fork)).toEqual(asItIs);
          await perform(fork, after);
          expect(written(engine)).toEqual(asItIs);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('shares compiled models', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await using fork = engine.engine.fork();
    await fork.deploy({ name: 'test.bpmn', content: oneTask('other') });
    expect(await engine.search('process-definitions')).toHaveLength(1);
    const answer = await fork.fetch('http://engine/v2/process-definitions/search', { method: 'POST' });
    expect(((await answer.json()) as { items: object[] }).items).toHaveLength(2);
  });
});

describe('what a snapshot holds', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const filesOf = (room: string) =>
    readdirSync(`${folder}${room}`)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => [`${room}/${name}`, readFileSync(`${folder}${room}/${name}`, 'utf8')] as const);

  it('all of the state: it lives in parts alone, which register themselves', () => {
    const parts = /\/(table|key-index|ordered-keys|ordered-key-lists|journal)\.ts$/;
    const field =
      /^ {2}(readonly |private |protected )*#?\w+(: [^=\n]+)? = (new (Map|Set|WeakMap)\b|\[|\{|\d|'|false|true)/m;
    const offenders = filesOf('state').filter(([name, text]) => !parts.test(name) && field.test(text));
    expect(offenders.map(([name]) => name)).toEqual([]);
    const { core } = buildEngine({});
    expect(core.state.journal.parts.length).toBeGreaterThan(20);
    expect(() => core.state.journal.register(core.state.jobs.jobs)).toThrow('snapshots lack it');
    core.close();
  });

  it('all of the projections: their rows live in maps that can be seen from outside', () => {
    const hidden = /^ {2}(readonly )?#\w+(: [^=\n]+)? = (new (Map|Set|WeakMap)\b|\[|\{|\d)/m;
    const offenders = filesOf('search').filter(
      ([name, text]) => name !== 'search/projection-feed.ts' && hidden.test(text),
    );
    expect(offenders.map(([name]) => name)).toEqual([]);
  });

  it('all of the engine that is no request and no option', () => {
    const { core } = buildEngine({});
    // What is not in here has to be in `EngineMemory`: add it there, and to this list.
    expect(Object.keys(core).sort()).toEqual([
      'environment',
      'eventWaiters',
      'jobWaiters',
      'keys',
      'log',
      'models',
      'options',
      'projectionFeed',
      'resultWaiters',
      'state',
    ]);
    core.close();
  });
});
