import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, oneTask } from '../../test/bpmn.ts';
import { on, signal, startOn } from '../../test/events.ts';
import { continueBatchOperation } from '../commands/batch-operations.ts';
import { broadcastSignal } from '../commands/broadcast-signal.ts';
import { deploy } from '../commands/deploy.ts';
import { dueCommands } from '../commands/due-work.ts';
import { prepareResources } from '../commands/prepare-resources.ts';
import { behaviours } from '../elements/behaviours.ts';
import { catchEventKinds } from '../elements/catch-event-kinds.ts';
import { defineCommand } from '../runtime/command.ts';
import { EngineCore } from '../runtime/engine-core.ts';
import type { Step } from '../runtime/step.ts';
import { handOverStarts } from './catch-event-starts.ts';

const tenantId = '<default>';
const HOUR = 3_600_000;

async function coreWith(...models: string[]): Promise<EngineCore> {
  const core = new EngineCore(
    { startTime: 0 },
    {
      behaviours,
      deferrable: new Map(),
      catchEvents: catchEventKinds,
      dueCommands,
      continueBatch: continueBatchOperation,
      beforeCommit: () => {},
      onFault: () => {},
    },
  );
  for (const content of models) {
    core.execute(deploy, {
      tenantId,
      resources: await prepareResources([{ name: 'p.bpmn', content }], core.models),
    });
  }
  return core;
}

const version = (step: Step, number: number) => {
  const found = step.state.definitions.processVersion(tenantId, 'p', number);
  if (found === undefined) {
    throw new Error(`There is no version ${number}`);
  }
  return found;
};

/** What the deletion of a version does with what its start events wait for. */
const forget = defineCommand('FORGET', (step, input: { deleted: number; latest: number | null }) => {
  const latest = input.latest === null ? undefined : version(step, input.latest);
  handOverStarts(step, version(step, input.deleted), latest);
});

const bySignal = bpmn(
  'p',
  `${startOn('begin', on.signal('alarm'))}${end}${flows('begin end')}`,
  signal('alarm'),
);
const started = (core: EngineCore) =>
  [...core.projections.processInstances.values()].map(({ value }) => value.instance.version);
const alarm = (core: EngineCore) => core.execute(broadcastSignal, { name: 'alarm', variables: {}, tenantId });

describe('start events when a version is deleted (3.2)', () => {
  it('wait again at the version before, when the newest is gone', async () => {
    const core = await coreWith(bySignal, oneTask('p'));
    alarm(core);
    expect(started(core)).toEqual([]);
    core.execute(forget, { deleted: 2, latest: 1 });
    alarm(core);
    expect(started(core)).toEqual([1]);
    core.execute(forget, { deleted: 1, latest: null });
    alarm(core);
    expect(started(core)).toEqual([1]);
  });

  it('are left alone when an older version is gone', async () => {
    const core = await coreWith(oneTask('p'), bySignal);
    core.execute(forget, { deleted: 1, latest: 2 });
    alarm(core);
    expect(started(core)).toEqual([2]);
    expect(core.log.list().filter((event) => event.valueType === 'SIGNAL_SUBSCRIPTION').length).toBe(2);
  });

  it('do not make up for a date that has passed, and count a cycle anew', async () => {
    const byDate = `${startOn('once', on.timer('date', '1970-01-01T01:00:00Z'))}${flows('once end')}`;
    const byCycle = `${startOn('often', on.timer('cycle', 'R/PT2H'))}${flows('often end')}`;
    const core = await coreWith(bpmn('p', `${byDate}${byCycle}${end}`), oneTask('p'));
    core.environment.clock.advance(5 * HOUR);
    core.execute(forget, { deleted: 2, latest: 1 });
    core.environment.clock.advance(HOUR);
    expect(started(core)).toEqual([]);
    core.environment.clock.advance(HOUR);
    expect(started(core)).toEqual([1]);
  });
});
