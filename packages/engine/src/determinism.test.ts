import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, serviceTask, start } from '../test/bpmn.ts';
import { boundary, catchEvent, eventSubProcess, message, on, signal, startOn } from '../test/events.ts';
import { createEngine } from './create-engine.ts';
import type { EngineEvent } from './runtime/event.ts';

const root = `${message('paid', '=orderId')}${message('begin')}${signal('alarm')}`;
const models = [
  bpmn(
    'orders',
    `${start}${serviceTask('task', 'work')}${boundary('tick', 'task', on.timer('cycle', 'R3/PT10S'), false)}${boundary('stop', 'task', on.signal('alarm'))}
    ${catchEvent('paid', on.message('paid'))}${end}<bpmn:endEvent id="ticked"/><bpmn:endEvent id="stopped"/>
    ${flows('start task paid end')}${flows('tick ticked')}${flows('stop stopped')}
    ${eventSubProcess('rich', startOn('is-rich', on.condition('=amount > 2'), '', false), 'handle')}`,
    root,
  ),
  bpmn(
    'events',
    `${startOn('begins', on.message('begin'))}<bpmn:eventBasedGateway id="gateway"/>${catchEvent('late', on.timer('duration', '=duration("PT" + string(random number() * 100) + "S")'))}
    ${catchEvent('alarm', on.signal('alarm'))}${end}<bpmn:endEvent id="alarmed"/>${flows('begins gateway late end')}${flows('gateway alarm alarmed')}`,
    root,
  ),
];

type Action =
  | { readonly call: readonly [method: string, path: string, body: object] }
  | { readonly advance: number }
  | { readonly work: string };

const post = (path: string, body: object): Action => ({ call: ['POST', path, body] });
const key = fc.constantFrom('1', '2');
const action: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({ orderId: key, amount: fc.integer({ min: 0, max: 4 }) })
    .map((variables) => post('/process-instances', { processDefinitionId: 'orders', variables })),
  fc
    .record({
      name: fc.constantFrom('paid', 'begin'),
      correlationKey: key,
      timeToLive: fc.constantFrom(0, 15_000),
    })
    .map((body) => post('/messages/publication', body)),
  fc.constant(post('/signals/broadcast', { signalName: 'alarm' })),
  fc.integer({ min: 1, max: 30_000 }).map((advance) => ({ advance })),
  fc.constantFrom('work', 'handle').map((work) => ({ work })),
);

/** What an engine writes down when these things are done to it. */
async function run(seed: number, actions: readonly Action[]): Promise<string> {
  await using engine = createEngine({ startTime: 0, seed, ambiguousMessages: 'random' });
  const call = async (method: string, path: string, body: object) => {
    const response = await engine.fetch(`http://engine/v2${path}`, { method, body: JSON.stringify(body) });
    return response.json();
  };
  for (const [index, content] of models.entries()) {
    await engine.deploy({ name: `${index}.bpmn`, content });
  }
  for (const todo of actions) {
    if ('advance' in todo) {
      engine.clock.advance(todo.advance);
    } else if ('call' in todo) {
      await call(...todo.call);
    } else {
      const wanted = { type: todo.work, timeout: 5000, maxJobsToActivate: 1, requestTimeout: -1 };
      const { jobs } = (await call('POST', '/jobs/activation', wanted)) as { jobs: { jobKey: string }[] };
      for (const { jobKey } of jobs) {
        await engine.fetch(`http://engine/v2/jobs/${jobKey}/completion`, { method: 'POST', body: '{}' });
      }
    }
  }
  return JSON.stringify(engine.events.list());
}

describe('determinism (3.1)', () => {
  it('gives the same event log, byte for byte, for the same inputs and seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.array(action, { maxLength: 25 }), async (seed, actions) => {
        expect(await run(seed, actions)).toBe(await run(seed, actions));
      }),
      { numRuns: 40 },
    );
  });

  it('depends on the seed where chance is asked', async () => {
    const actions = [post('/messages/publication', { name: 'begin', correlationKey: '' })];
    expect(await run(1, actions)).not.toBe(await run(2, actions));
  });

  it('fires timers in order of due date, never early and never twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const events = JSON.parse(await run(1, actions)) as EngineEvent[];
        const fired = events.flatMap((event) =>
          event.valueType === 'TIMER' && event.intent === 'TRIGGERED' ? event : [],
        );
        expect(new Set(fired.map((event) => event.key)).size).toBe(fired.length);
        let before = 0;
        for (const { timestamp, value } of fired) {
          expect(value.dueAt).toBeLessThanOrEqual(timestamp);
          expect(value.dueAt).toBeGreaterThanOrEqual(before);
          before = value.dueAt;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves time, chance and timers of the machine to the environment: no room of the engine calls them itself', () => {
    const source = fileURLToPath(new URL('.', import.meta.url));
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      // What is beside the rooms serves sockets and the command line.
      (name) => /^(?!cli).+\/.+\.ts$/.test(name) && !/\.test(-d)?\.ts$/.test(name),
    );
    expect(files.length).toBeGreaterThan(100);
    const reads =
      /Date\.now|new Date\(\)|Math\.random|performance\.|randomUUID|crypto\.|(?<!\.)\bset(Timeout|Interval|Immediate)\(/;
    const offenders = files.filter((name) =>
      reads.test(withoutComments(readFileSync(`${source}/${name}`, 'utf8'))),
    );
    expect(offenders).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
