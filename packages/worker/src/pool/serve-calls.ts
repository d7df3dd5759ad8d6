import type { JobContext } from '../job-context.ts';
import type { JsonObject } from '../json-value.ts';
import { WorkerConfigError } from '../worker-config-error.ts';
import type { FromPool, PoolChannel, ToPool } from './pool-protocol.ts';
import { toPortableError } from './portable-error.ts';

/** What a job may do to itself from a pool. */
const JOB_METHODS = new Set(['complete', 'fail', 'error', 'ignore', 'extendLock']);
/** What belongs to the owner of the client: not to a handler, and not to other threads. */
const OWNERS_METHODS = new Set([
  'close',
  'constructor',
  'createJobWorker',
  'getConfig',
  'getConfiguration',
  'getWorkers',
  'stopAllWorkers',
]);

type Context = JobContext<JsonObject, JsonObject, unknown>;

/** Does what a job in a pool asks for, and answers it. */
export function serveCalls(
  context: Context,
  channel: PoolChannel<FromPool, ToPool>,
): (message: FromPool) => void {
  return (message) => {
    if (message.kind === 'log') context.log[message.level](message.message, ...message.values);
    if (message.kind !== 'call') return;
    const { id, path, parameters } = message;
    answer(context, path, parameters).then(
      (value) => reply(channel, id, value),
      (error: unknown) => channel.send({ kind: 'refusal', id, error: toPortableError(error) }),
    );
  };
}

function reply(channel: PoolChannel<FromPool, ToPool>, id: number, value: unknown): void {
  try {
    channel.send({ kind: 'reply', id, value });
  } catch (error) {
    // Such as a stream or a function in the result.
    channel.send({ kind: 'refusal', id, error: toPortableError(error) });
  }
}

async function answer(
  context: Context,
  path: readonly string[],
  parameters: readonly unknown[],
): Promise<unknown> {
  const [root, ...names] = path;
  const method = names.at(-1) ?? '';
  if (root === 'job') {
    if (!JOB_METHODS.has(method)) throw refused(`job.${method}`);
    return callMethod(context, method, parameters);
  }
  const target = names.length > 1 ? member(context.client, 'transport') : context.client;
  if (OWNERS_METHODS.has(method) || method.startsWith('_') || !isMethodOf(target, method)) {
    throw refused(`job.client.${method}`);
  }
  return callMethod(target, method, parameters);
}

function refused(call: string): WorkerConfigError {
  return new WorkerConfigError('jobHandler', `${call} cannot be called from a thread or process`);
}

async function callMethod(target: unknown, method: string, parameters: readonly unknown[]): Promise<unknown> {
  const value = member(target, method);
  if (typeof value !== 'function') throw refused(method);
  return Reflect.apply(value, target, parameters);
}

function member(target: unknown, name: string): unknown {
  return typeof target === 'object' && target !== null ? Reflect.get(target, name) : undefined;
}

/** A method that the client's own classes have, not one of every object. */
function isMethodOf(target: unknown, name: string): boolean {
  return typeof member(target, name) === 'function' && !(name in Object.prototype);
}
