import type { Clock } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, serviceTask, start } from '../test/bpmn.ts';
import { boundary, catchEvent, eventSubProcess, message, on, signal, startOn } from '../test/events.ts';
import { TestEngine } from '../test/test-engine.ts';

const root = `${message('go', '=id')}${signal('stop')}`;
const gateway = (id: string) => `<bpmn:parallelGateway id="${id}"/>`;
const halfFilledJoin = `<bpmn:startEvent id="inner"/>${gateway('fork')}${gateway('join')}${serviceTask('a', 'a')}${serviceTask('b', 'b')}<bpmn:endEvent id="inner-end"/>${flows('inner fork a join inner-end')}${flows('fork b join')}`;
const broadcast = (engine: TestEngine) => engine.call('POST', '/signals/broadcast', { signalName: 'stop' });

describe('events and joins that wait (3.3)', () => {
  it('drop the tokens of a half-filled join when a boundary event interrupts its sub-process', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'bounded',
        `${start}<bpmn:subProcess id="sub">${halfFilledJoin}</bpmn:subProcess>${boundary('stopped', 'sub', on.signal('stop'))}${end}<bpmn:endEvent id="after"/>${flows('start sub end')}${flows('stopped after')}`,
        root,
      ),
    );
    const key = await engine.create('bounded');
    await engine.work('a');
    await broadcast(engine);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.history(key)).at(-1)).toBe('after COMPLETED');
  });

  it('drop the tokens of a half-filled join when an event sub-process interrupts its scope', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'interrupted',
        `${halfFilledJoin}${eventSubProcess('handler', startOn('stopped', on.signal('stop')), 'handle')}`,
        root,
      ),
    );
    const key = await engine.create('interrupted');
    await engine.work('a');
    await broadcast(engine);
    expect(await engine.work('handle')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('survive two interrupting events at once on nested scopes', async () => {
    const engine = new TestEngine();
    const handler = (id: string) => eventSubProcess(id, startOn(`${id}-start`, on.signal('stop')), id);
    await engine.deploy(
      bpmn(
        'nested',
        `${start}<bpmn:subProcess id="sub">${halfFilledJoin}${handler('inside')}</bpmn:subProcess>${end}${flows('start sub end')}${handler('outside')}`,
        root,
      ),
    );
    const key = await engine.create('nested');
    await engine.work('a');
    await broadcast(engine);
    expect(await engine.activate('inside')).toEqual([]);
    expect(await engine.work('outside')).toBe(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('events of scopes that repeat', () => {
  const loop =
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=ids" inputElement="id"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>';

  it('let every instance of a multi-instance receive task wait for its own message', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'each',
        `${start}<bpmn:receiveTask id="receive" messageRef="message-go">${loop}</bpmn:receiveTask>${end}${flows('start receive end')}`,
        root,
      ),
    );
    const key = await engine.create('each', { ids: ['x', 'y'] });
    const publish = (correlationKey: string) =>
      engine.call('POST', '/messages/publication', { name: 'go', correlationKey });
    await publish('y');
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    await publish('x');
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });

  it('open the boundary events of a multi-instance activity once, for its body', async () => {
    const engine = new TestEngine();
    const task = serviceTask('task', 'work').replace('</bpmn:serviceTask>', `${loop}</bpmn:serviceTask>`);
    await engine.deploy(
      bpmn(
        'body',
        `${start}${task}${boundary('stopped', 'task', on.signal('stop'))}${end}<bpmn:endEvent id="after"/>${flows('start task end')}${flows('stopped after')}`,
        root,
      ),
    );
    const key = await engine.create('body', { ids: [1, 2, 3] });
    await broadcast(engine);
    expect(await engine.activate('work')).toEqual([]);
    expect((await engine.history(key)).filter((line) => line.startsWith('stopped'))).toEqual([
      'stopped COMPLETED',
    ]);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
  });
});

describe('real time (3.1)', () => {
  it('arms one timer of the machine for the next due date, and fires when it rings', async () => {
    const clock = new ManualClock();
    const engine = new TestEngine({ clock });
    await engine.deploy(
      bpmn(
        'waits',
        `${start}${catchEvent('wait', on.timer('duration', 'PT1H'))}${end}${flows('start wait end')}`,
      ),
    );
    const key = await engine.create('waits');
    expect(clock.delays).toEqual([3_600_000]);
    clock.pass(3_599_999);
    expect(await engine.stateOf(key)).toBe('ACTIVE');
    clock.pass(1);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(clock.delays).toEqual([]);
  });
});

/** A clock of the machine that a test moves. */
class ManualClock implements Clock {
  #now = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  #count = 0;

  get delays(): number[] {
    return [...this.#timers.values()].map(({ at }) => at - this.#now);
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, delayMs: number): number {
    this.#count += 1;
    this.#timers.set(this.#count, { at: this.#now + delayMs, callback });
    return this.#count;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as number);
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    for (const [handle, { at, callback }] of [...this.#timers]) {
      if (at <= this.#now) {
        this.#timers.delete(handle);
        callback();
      }
    }
  }
}
