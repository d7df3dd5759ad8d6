import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInconsistencies } from '../test/check-consistency.ts';
import { type Action, actions, createWorld, perform } from '../test/process-world.ts';
import { type Block, block } from '../test/random-process.ts';
import { buildEngine } from './create-engine.ts';
import type { EngineCore } from './runtime/engine-core.ts';
import { formatKey } from './runtime/keys.ts';
import { remember } from './snapshot/engine-memory.ts';

/** Does the actions to an engine that has two processes of the same shape, and looks after each that everything fits together. */
async function run(content: Block, todo: readonly Action[]): Promise<{ log: string; answers: Set<string> }> {
  const world = await createWorld(content);
  const { engine, core, answers, call } = world;
  const { projections, state } = core;
  const empty = shapeOf(core);
  for (const action of todo) {
    await perform(world, action);
    expect(findInconsistencies(core), JSON.stringify(action)).toEqual([]);
  }
  expect(replay(core)).toEqual(contentOf(core));
  for (const { key, value } of [...state.elements.instances.values()]) {
    if (value.elementType === 'PROCESS' && value.instance.parentProcessInstanceKey === 0) {
      await call('POST', `/process-instances/${formatKey(key)}/cancellation`);
    }
  }
  // Canceling listeners of user tasks have their say.
  for (let rest = 0; state.elements.instances.size > 0 && rest < 100; rest++) {
    engine.clock.advance(5000);
    await perform(world, { what: 'work', picks: [1, 1, 1, 1] });
    for (const { key, value } of [...state.incidents.values()]) {
      await call('PATCH', `/jobs/${formatKey(value.jobKey)}`, { changeset: { retries: 1 } });
      await call('POST', `/incidents/${formatKey(key)}/resolution`);
    }
  }
  engine.clock.advance(3_600_000);
  await engine.idle();
  expect(shapeOf(core)).toEqual(empty);
  expect(
    [...projections.elementInstances.values()].filter((row) => row.endedAt === 0 && row.state === 'ACTIVE'),
  ).toEqual([]);
  expect([...projections.incidents.values()].filter((row) => row.state === 'ACTIVE')).toEqual([]);
  expect([...projections.userTasks.values()].filter((row) => row.state === 'CREATED')).toEqual([]);
  expect([...projections.waits.open.keys()]).toEqual([]);
  expect([...projections.elementInstances.values()].filter((row) => row.incidents !== 0)).toEqual([]);
  const log = JSON.stringify(engine.events.list());
  await engine.close();
  return { log, answers };
}

/** Does whatever there is to do until everything has ended. */
async function drive(world: Awaited<ReturnType<typeof createWorld>>): Promise<void> {
  const { state } = world.core;
  const kinds = ['resume', 'work', 'completeTask', 'work', 'publish', 'broadcast', 'advance'] as const;
  for (let turn = 0; turn < 2000 && state.elements.instances.size > 0; turn++) {
    const what = kinds[turn % kinds.length] ?? 'work';
    await perform(world, { what, picks: [0, 2, 1, 0] });
  }
}

/** What an engine's state holds, as text, whatever the order. Compiled models are no part of what happened. */
function contentOf(core: EngineCore): readonly string[] {
  return remember(core).state.map(([kind, entries], index) => {
    const sorted = kind === 'index' ? entries.map((members) => [...members].sort()) : entries;
    const texts = sorted.map((entry) =>
      JSON.stringify(entry, (name, value) => (name === 'model' ? 0 : value)),
    );
    return `${index} ${kind}: ${texts.sort().join('\n')}`;
  });
}

/** The state that the events of an engine make in a new one. */
function replay(core: EngineCore): readonly string[] {
  const { core: other } = buildEngine({ startTime: 0 }, core.models);
  for (const event of core.log.list()) {
    other.state.apply(event);
  }
  return contentOf(other);
}

/** How much every part of the state holds. Lists of jobs by type stay when they are empty. */
function shapeOf(core: EngineCore): readonly string[] {
  const parts = remember(core).state.map(([kind, entries], index) =>
    kind === 'order lists' ? '' : `${index} ${kind}: ${entries.length}`,
  );
  return [...parts, `jobs: ${core.state.jobs.activatable('work').size}`];
}

describe('modifications, suspensions and migrations of whatever process in whatever order', () => {
  it('leave everything accounted for, nothing open after the end, and the same log for the same inputs', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(block, actions, async (content, todo) => {
        const { log, answers } = await run(content, [{ what: 'create', picks: [0, 1] }, ...todo]);
        for (const answer of answers) {
          seen.add(answer);
        }
        const again = await run(content, [{ what: 'create', picks: [0, 1] }, ...todo]);
        expect(again.log === log, 'the same inputs give the same log').toBe(true);
      }),
      { numRuns: 40 },
    );
    // The property would be worth nothing if everything were refused.
    for (const command of ['modification', 'suspension', 'resumption', 'migration']) {
      expect(seen).toContain(`${command} 204`);
    }
  }, 120_000);

  it('leave every process its end: suspended and migrated however often, it completes', async () => {
    const what = fc.constantFrom(
      ...(['suspend', 'resume', 'migrate', 'work', 'completeTask', 'publish', 'advance'] as const),
    );
    const picks = fc.tuple(fc.constant(0), fc.nat({ max: 1000 }), fc.constant(1), fc.constant(1));
    const todo = fc.array(fc.record({ what, picks }), { maxLength: 20, size: 'max' });
    await fc.assert(
      fc.asyncProperty(block, todo, async (content, between) => {
        const world = await createWorld(content);
        await perform(world, { what: 'create', picks: [0, 0] });
        for (const action of between) {
          await perform(world, action);
        }
        await drive(world);
        const rows = [...world.core.projections.processInstances.values()].filter(
          ({ value }) => value.instance.parentProcessInstanceKey === 0,
        );
        expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'COMPLETED'));
        await world.engine.close();
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
