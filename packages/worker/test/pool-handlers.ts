// Handlers that the tests run in threads and processes.
import process from 'node:process';
import { currentJob } from '../src/index-node.ts';
import type { JobContext } from '../src/job-context.ts';
import { JobError } from '../src/job-error.ts';
import { JobFailure } from '../src/job-failure.ts';
import type { JsonObject } from '../src/json-value.ts';

type Job = JobContext<JsonObject, JsonObject, Record<string, (...parameters: unknown[]) => Promise<unknown>>>;

export const double = (job: JobContext<{ amount: bigint }>): object => ({
  double: job.variables.amount * 2n,
  pid: process.pid,
  named: currentJob()?.jobKey,
});

export const fail = (): never => {
  throw new JobFailure('not now', { retries: 5, retryBackOffMs: 10 });
};

export const throwError = (): never => {
  throw new JobError('CODE', 'business', { why: 'because' });
};

export const returnInstance = (): unknown => new (class Order {})();

const unsendable = { order: new (class Order {})() } as unknown as JsonObject;

export const failWithInstance = (): never => {
  throw new JobFailure('not now', { variables: unsendable });
};

export const throwWithInstance = (): never => {
  throw new JobError('CODE', 'business', unsendable);
};

export const completeWithInstance = (job: Job): Promise<unknown> => job.complete(unsendable);

export const failByHandWithInstance = (job: Job): Promise<unknown> =>
  job.fail('not now', { variables: unsendable });

export const errorByHandWithInstance = (job: Job): Promise<unknown> =>
  job.error('CODE', 'business', unsendable);

/** The worker hears of neither before the handler has returned, unless it is waited for. */
export const ignoreTwice = (job: Job): JsonObject => {
  job.ignore();
  job.ignore();
  return { ignored: false, pid: process.pid };
};

export const exit = (): never => process.exit(3);

export const crash = (): Promise<never> =>
  new Promise(() => {
    setTimeout(() => {
      throw new Error('out of nowhere');
    }, 5);
  });

export const hang = (): never => {
  for (;;);
};

export const never = (job: Job): Promise<never> => {
  job.log.info('begun', { pid: process.pid });
  return new Promise(() => {});
};

/** Computes for ever, and hears nothing any more. */
export const compute = (job: Job): never => {
  job.log.info('begun', { pid: process.pid });
  for (;;);
};

/** Waits for something that keeps its process alive. */
export const linger = (job: Job): Promise<void> => {
  job.log.info('begun', { pid: process.pid });
  return new Promise((resolve) => setTimeout(resolve, 3_600_000));
};

/** Takes all memory, a little at a time. */
export const exhaust = async (): Promise<never> => {
  const kept: unknown[] = [];
  for (;;) {
    for (let index = 0; index < 1_000; index += 1) kept.push(JSON.parse('{"a":[1,2,3,4,5,6,7,8]}'));
    await new Promise((resolve) => setImmediate(resolve));
  }
};

export const untilAborted = (job: Job): Promise<never> =>
  new Promise((_, reject) => {
    job.signal.addEventListener('abort', () => reject(job.signal.reason));
    if (job.signal.aborted) reject(job.signal.reason);
  });

export const slow = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 30));
};

export const completeTwice = async (job: Job): Promise<void> => {
  await job.complete({ first: true });
  const error = await job.complete().catch((reason: unknown) => reason);
  job.log.info('second', {
    code: Reflect.get(Object(error), 'code'),
    name: Reflect.get(Object(error), 'name'),
  });
};

export const callClient = async (job: Job): Promise<object> => {
  // What a client resolves to is the client: it cannot be awaited itself.
  const client = await Promise.resolve(job.client);
  const greeting = await client.greet?.('you');
  const error: unknown = await job.client.explode?.().catch((reason: unknown) => reason);
  const { HttpError } = await import('@camunda/transport');
  const denied: unknown = await job.client.close?.().catch((reason: unknown) => reason);
  const unknown: unknown = await Promise.resolve(Reflect.apply(job.client.valueOf, job.client, [])).catch(
    (reason: unknown) => reason,
  );
  return {
    greeting,
    isHttpError: error instanceof HttpError && HttpError.isInstance(error),
    status: Reflect.get(Object(error), 'status'),
    code: Reflect.get(Object(error), 'code'),
    denied: String(denied),
    unknown: String(unknown),
  };
};

/** Takes as long as the job's variables say. */
export const take = async (job: JobContext<{ durationMs?: number }>): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, job.variables.durationMs ?? 0));
};

/** Leaves something behind that ends its thread or process when the job is done. */
export const leaveBehind = (job: JobContext<{ how: 'exit' | 'throw' | 'reject' | 'nothing' }>): object => {
  const { how } = job.variables;
  if (how === 'exit') setTimeout(() => process.exit(5), 20);
  if (how === 'throw') {
    setTimeout(() => {
      throw new Error('left behind');
    }, 20);
  }
  if (how === 'reject') setTimeout(() => Promise.reject(new Error('left behind')), 20);
  return { how };
};

export const exitOrNot = async (job: JobContext<{ exits: boolean }>): Promise<object> => {
  if (job.variables.exits) process.exit(3);
  return {};
};

export const throwUnreadable = (): never => {
  throw Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('looked at');
    },
  });
};

/** Ends when the client says so, and tells whether its signal was aborted by then. */
export const untilTold = async (job: Job): Promise<object> => ({
  told: await job.client.tell?.(),
  wasAborted: job.signal.aborted,
});

/** Calls the cluster through the client of the worker. */
export const readTopology = async (job: Job): Promise<object> => {
  const operation = { operationId: 'getTopology', method: 'GET', path: '/topology' };
  const rest = { operationClass: 'safe', body: 'none', response: 'json' };
  return { topology: await job.client.call?.({ ...operation, ...rest }) };
};

/** Tells where it runs, and leaves a timer behind that would run for an hour. */
export const tellPid = async (): Promise<object> => {
  setTimeout(() => undefined, 3_600_000);
  return { pid: process.pid };
};

export const echo = ({ variables, customHeaders }: Job): object => ({ variables, customHeaders });

const TOPOLOGY = { operationId: 'getTopology', method: 'GET', path: '/topology', operationClass: 'safe' };

export const readTopologyBelow = async (
  job: JobContext<JsonObject, JsonObject, { transport: { call(operation: object): Promise<unknown> } }>,
): Promise<object> => ({
  topology: await job.client.transport.call({ ...TOPOLOGY, body: 'none', response: 'json' }),
});

/** Sends and asks for what cannot cross to another thread. */
export const sendOddThings = async (job: Job): Promise<object> => {
  job.log.info('odd', { call: () => 1 });
  return {
    sent: String(await job.client.makeFunction?.(() => 1).catch((error: unknown) => error)),
    answered: String(await job.client.makeFunction?.().catch((error: unknown) => error)),
  };
};

/** Says something when its job is long done. */
export const tellLater = (): void => {
  setTimeout(() => {
    const channel = new BroadcastChannel('left-behind');
    channel.postMessage('still here');
    channel.close();
  }, 300);
};

/** Sends what only the pool and the worker send each other. */
export const sendNonsense = (): void => {
  for (const camundaJob of ['nonsense', 7, { kind: 'call' }]) process.send?.({ camundaJob });
};

export const abort = (): never => process.abort();

export const throwMany = (): Promise<never> =>
  Promise.any([Promise.reject(new TypeError('one')), Promise.reject(new Error('two'))]);
