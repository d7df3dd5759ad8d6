import { describe, expect, it, onTestFinished } from 'vitest';
import { bpmn, end, flows, oneTask, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';
import { createEngine } from './create-engine.ts';
import type { Engine } from './engine.ts';
import { startEngine } from './start-engine.ts';

const HOUR = 60 * 60 * 1000;
const timer = (duration: string) =>
  bpmn(
    'timer',
    `${start}<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration>${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>${end}${flows('start wait end')}`,
  );

// These routes are no part of the specification, so that nothing checks their answers.
async function manage({ fetch }: Engine, method: string, path: string, body?: object) {
  const response = await fetch(`http://engine/actuator${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

describe('management routes', () => {
  it.each(['/health', '/health/liveness', '/health/readiness'])('%s is up', async (path) => {
    const { engine } = new TestEngine();
    expect(await manage(engine, 'GET', path)).toMatchObject({ status: 200, body: { status: 'UP' } });
  });

  it('refuse what they do not know', async () => {
    const { engine } = new TestEngine();
    expect((await manage(engine, 'GET', '/health/none')).status).toBe(404);
    expect((await manage(engine, 'GET', '/env')).status).toBe(404);
    expect((await manage(engine, 'DELETE', '/health')).status).toBe(405);
    expect((await manage(engine, 'POST', '/clock/pin', {})).body.detail).toContain("'epochMilli'");
    expect((await manage(engine, 'POST', '/clock/add', { offsetMilli: 1e300 })).status).toBe(400);
    const late = { method: 'PUT', body: JSON.stringify({ timestamp: 1e300 }) };
    expect((await engine.fetch('http://engine/v2/clock', late)).status).toBe(400);
    expect((await manage(engine, 'POST', '/clock/pin', { epochMilli: -1 })).status).toBe(400);
  });

  it('read, pin, move and free the clock', async () => {
    const { engine } = new TestEngine();
    const epochMilli = Date.UTC(2030, 0, 1);
    const pinned = { status: 200, body: { epochMilli, instant: '2030-01-01T00:00:00.000Z' } };
    for (const path of ['/clock/pin', '/clock']) {
      expect(await manage(engine, 'POST', path, { epochMilli })).toEqual(pinned);
    }
    expect(await manage(engine, 'GET', '/clock')).toEqual(pinned);
    const later = await manage(engine, 'POST', '/clock/add', { offsetMilli: HOUR });
    expect(later.body.instant).toBe('2030-01-01T01:00:00.000Z');
    expect(engine.clock.isPinned).toBe(true);
    expect((await manage(engine, 'DELETE', '/clock')).status).toBe(200);
    expect(engine.clock.isPinned).toBe(false);
  });

  it('move a clock that goes on following the machine’s', async () => {
    let wall = Date.UTC(2030, 0, 1);
    const timers = new Map<number, { at: number; call: () => void }>();
    let handles = 0;
    const clock = {
      now: () => wall,
      monotonic: () => wall,
      setTimeout: (call: () => void, delayMs: number) => {
        timers.set(++handles, { at: wall + delayMs, call });
        return handles;
      },
      clearTimeout: (handle: unknown) => {
        timers.delete(handle as number);
      },
    };
    const pass = (milliseconds: number) => {
      wall += milliseconds;
      for (const [handle, { at, call }] of [...timers]) {
        if (at <= wall && timers.delete(handle)) {
          call();
        }
      }
    };
    const engine = new TestEngine({ clock });
    await engine.deploy(timer('PT3H'));
    const first = await engine.create('timer');
    await manage(engine.engine, 'POST', '/clock/add', { offsetMilli: 2 * HOUR });
    expect(engine.engine.clock.now()).toBe(wall + 2 * HOUR);
    pass(HOUR - 1);
    expect(await engine.stateOf(first)).toBe('ACTIVE');
    pass(1);
    expect(await engine.stateOf(first)).toBe('COMPLETED');

    const fork = engine.engine.fork();
    expect(fork.clock.now()).toBe(wall + 2 * HOUR);
    await fork.close();
    await manage(engine.engine, 'DELETE', '/clock');
    expect(engine.engine.clock.now()).toBe(wall);
  });

  it('forget everything, and say when it is done', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    await engine.deploy(oneTask());
    await engine.deploy(timer('PT1H'));
    await engine.create('one-task');
    await engine.create('timer');
    await engine.call('POST', '/tenants', { tenantId: 'red', name: 'Red' });
    await engine.call('POST', '/messages/publication', { name: 'm', correlationKey: 'a', timeToLive: HOUR });
    const rehearsal = await manage(engine.engine, 'POST', '/cluster/purge?dryRun=true');
    expect(await engine.search('process-instances')).toHaveLength(2);

    const waiting = engine.activate('work', { requestTimeout: 60_000, worker: 'w', type: 'later' });
    const { status, body } = await manage(engine.engine, 'POST', '/cluster/purge');
    expect([status, body.changeId]).toEqual([202, rehearsal.body.changeId]);
    const cluster = await manage(engine.engine, 'GET', '/cluster');
    expect(cluster.body.lastChange).toMatchObject({ id: body.changeId, status: 'COMPLETED' });
    const topology = await engine.call('GET', '/topology');
    expect(topology.body.lastCompletedChangeId).toBe(String(body.changeId));

    for (const what of [
      'process-definitions',
      'process-instances',
      'jobs',
      'variables',
      'element-instances',
    ]) {
      expect(await engine.search(what)).toEqual([]);
    }
    expect(await engine.search('tenants')).toHaveLength(1);
    expect(engine.engine.clock.nextDue()).toBeUndefined();
    expect(engine.engine.events.list()).toHaveLength(1);
    expect(
      (await engine.call('POST', '/process-instances', { processDefinitionId: 'one-task' })).status,
    ).toBe(404);

    await engine.deploy(oneTask('later', 'later'));
    const [definition] = await engine.search('process-definitions');
    expect(definition.version).toBe(1);
    await engine.create('later');
    expect(await waiting).toHaveLength(1);
    expect((await manage(engine.engine, 'POST', '/cluster/purge')).body.changeId).toBe(body.changeId + 1);
  });

  it('are reached at a second port, if one is given', async () => {
    const engine = await startEngine({ port: 0, managementPort: 0 });
    onTestFinished(() => engine.close());
    expect(engine.managementAddress).not.toBe(new URL(engine.address).origin);
    const same = await startEngine({ port: 0 });
    onTestFinished(() => same.close());
    expect(same.managementAddress).toBe(new URL(same.address).origin);
    for (const { managementAddress } of [engine, same]) {
      expect((await fetch(`${managementAddress}/actuator/health`)).status).toBe(200);
    }
    const managementPort = Number(new URL(engine.managementAddress).port);
    await expect(startEngine({ port: 0, managementPort })).rejects.toMatchObject({ port: managementPort });
  });

  it('are in no snapshot’s way: one that was taken after a purge can be started from', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await manage(engine.engine, 'POST', '/cluster/purge');
    const restored = createEngine({ snapshot: engine.engine.snapshot() });
    onTestFinished(() => restored.close());
    expect((await manage(restored, 'GET', '/cluster')).body.lastChange.id).toBe(1);
  });
});
