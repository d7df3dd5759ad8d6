import { type CamundaLogger, type LogLevel, type LogMethod, SdkLogger } from '@camunda/logger';
import type { AcknowledgementOutcome } from '../acknowledgement.ts';
import { checkVariables } from '../check-result.ts';
import { findJsonFault } from '../find-json-fault.ts';
import type { JobActions } from '../job-context.ts';
import type { FromPool, PoolChannel, ToPool } from './pool-protocol.ts';
import { fromPortableError } from './portable-error.ts';

interface Waiter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

type Answer = Exclude<ToPool, { readonly kind: 'abort' }>;

/** The methods of a job's context in a pool, and what keeps them going. */
export interface RemoteActions {
  readonly actions: JobActions<unknown>;
  /** Takes the worker's answer to a call. */
  readonly settle: (answer: Answer) => void;
  /** Resolves when no call is under way, also none that the handler did not wait for. */
  readonly whenAnswered: () => Promise<void>;
}

/** The methods of a job's context in a pool: each asks the worker, over the channel. */
export function createRemoteActions(
  channel: PoolChannel<ToPool, FromPool>,
  signal: AbortSignal,
  logLevel: LogLevel,
): RemoteActions {
  const waiting = new Map<number, Waiter>();
  const underWay = new Set<Promise<unknown>>();
  let lastId = 0;
  const call = (path: readonly string[], parameters: readonly unknown[]): Promise<unknown> => {
    const answer = new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      try {
        channel.send({ kind: 'call', id: lastId, path, parameters });
      } catch (error) {
        waiting.delete(lastId);
        reject(error);
      }
    });
    underWay.add(answer);
    const onEnd = (): void => void underWay.delete(answer);
    answer.then(onEnd, onEnd);
    return answer;
  };
  const command = (name: string, ...parameters: readonly unknown[]): Promise<AcknowledgementOutcome> =>
    call(['job', name], parameters) as Promise<AcknowledgementOutcome>;
  const log = createRemoteLogger(channel, logLevel);
  // Variables are looked at before the way to the worker: there, an instance of a class would look like a plain object.
  const actions: JobActions<unknown> = {
    complete: async (variables, result) => command('complete', checkVariables(variables, 'result'), result),
    fail: async (message, options) => {
      checkVariables(options.variables, 'failure');
      return command('fail', message, options);
    },
    error: async (errorCode, message, variables) =>
      command('error', errorCode, message, checkVariables(variables, 'error')),
    ignore: () => {
      command('ignore').catch((error: unknown) => log.error('job.ignore came too late', { error }));
    },
    extendLock: (lockMs) => call(['job', 'extendLock'], [lockMs]) as Promise<boolean>,
    signal,
    log,
    client: createRemoteClient(call, ['client']),
  };
  const whenAnswered = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
  return { actions, settle: (answer) => settle(waiting, answer), whenAnswered };
}

function settle(waiting: Map<number, Waiter>, answer: Answer): void {
  const waiter = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.kind === 'reply') waiter?.resolve(answer.value);
  else waiter?.reject(fromPortableError(answer.error));
}

/** Every method name is a method here; the worker decides which of them exist and may be called. */
function createRemoteClient(
  call: (path: readonly string[], parameters: readonly unknown[]) => Promise<unknown>,
  path: readonly string[],
): unknown {
  return new Proxy(Object.freeze({}), {
    get(_, name) {
      if (typeof name !== 'string' || name === 'then' || name === 'toJSON') return undefined;
      if (name === 'transport' && path.length === 1) return createRemoteClient(call, [...path, name]);
      return (...parameters: readonly unknown[]) => call([...path, name], parameters);
    },
  });
}

function createRemoteLogger(channel: PoolChannel<ToPool, FromPool>, level: LogLevel): SdkLogger {
  const write =
    (line: 'trace' | 'debug' | 'info' | 'warn' | 'error'): LogMethod =>
    (message, ...values) =>
      channel.send({ kind: 'log', level: line, message, values: values.map(toSendable) });
  const logger: CamundaLogger = {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  return new SdkLogger(logger, '', { level });
}

function toSendable(value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? String(value);
  return findJsonFault(value) === undefined ? value : String(value);
}
