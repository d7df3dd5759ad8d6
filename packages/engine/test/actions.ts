import * as fc from 'fast-check';
import type { Engine } from '../src/engine.ts';
import { bpmn, end, flows, serviceTask, start } from './bpmn.ts';
import { boundary, catchEvent, eventSubProcess, message, on, signal, startOn } from './events.ts';

const root = `${message('paid', '=orderId')}${message('begin')}${signal('alarm')}`;
/** Processes that wait for everything there is to wait for. */
export const models = [
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

/** Something that is done to an engine. */
export type Action =
  | { readonly call: readonly [method: string, path: string, body: object] }
  | { readonly advance: number }
  | { readonly work: string };

/** A call with a body. */
export const post = (path: string, body: object): Action => ({ call: ['POST', path, body] });
const key = fc.constantFrom('1', '2');
/** Any of the things that can be done to an engine with these models. */
export const action: fc.Arbitrary<Action> = fc.oneof(
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

/** Deploys the models. */
export async function deployModels(engine: Engine): Promise<void> {
  for (const [index, content] of models.entries()) {
    await engine.deploy({ name: `${index}.bpmn`, content });
  }
}

/** Does all this to an engine, one after the other. */
export async function perform(engine: Engine, actions: readonly Action[]): Promise<void> {
  const call = async (method: string, path: string, body: object) => {
    const response = await engine.fetch(`http://engine/v2${path}`, { method, body: JSON.stringify(body) });
    return response.json();
  };
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
}
