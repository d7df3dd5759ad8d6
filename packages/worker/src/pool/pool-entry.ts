import process from 'node:process';
import type { MessagePort } from 'node:worker_threads';
import { checkResult, checkVariables } from '../check-result.ts';
import { JobContext } from '../job-context.ts';
import { JobError } from '../job-error.ts';
import { JobFailure } from '../job-failure.ts';
import { loadHandler } from '../load-handler.ts';
import { nodePlatform } from '../platform-node.ts';
import { readableError } from '../readable-error.ts';
import { endWithParent } from './end-with-parent.ts';
import { type JobEnvelope, openEnvelope, pack, unpack } from './packing.ts';
import type { FromPool, PoolChannel, PoolResult, PoolTask, ToPool } from './pool-protocol.ts';
import { fromPortableError, toPortableError } from './portable-error.ts';
import { createRemoteActions } from './remote-actions.ts';

/** Works one job in a thread, or packed in a process, of the pool. The pool calls it by its name; it never throws. */
export async function work(task: PoolTask | string): Promise<PoolResult | string> {
  if (typeof task !== 'string') return workJob(task);
  endWithParent();
  return pack(await workJob(unpack(task) as PoolTask));
}

async function workJob(task: PoolTask): Promise<PoolResult> {
  const channel = openChannel(task);
  try {
    const controller = new AbortController();
    const { actions, settle, whenAnswered } = createRemoteActions(channel, controller.signal, task.logLevel);
    channel.listen((message) => {
      if (message.kind === 'abort') controller.abort(fromPortableError(message.reason));
      else settle(message);
    });
    channel.send({ kind: 'listening' });
    const handler = await loadHandler({ module: task.module, exportName: task.exportName });
    const context = new JobContext(task.job, actions);
    const value = await new Promise<unknown>((resolve, reject) => {
      nodePlatform.runWithJob(context, () => {
        (async () => handler(context))().then(resolve, reject);
      });
    }).finally(whenAnswered);
    // Before the way to the worker: there, an instance of a class would look like a plain object.
    return { kind: 'returned', value: checkResult(value, undefined) };
  } catch (error) {
    return { kind: 'threw', error: toPortableError(sendable(readableError(error))) };
  } finally {
    channel.send({ kind: 'ended' });
    channel.close();
  }
}

/** An error whose variables cannot be sent as they are becomes one that says so. */
function sendable(error: unknown): unknown {
  try {
    if (JobError.isInstance(error)) checkVariables(error.variables, 'error');
    else if (JobFailure.isInstance(error)) checkVariables(error.variables, 'failure');
    return error;
  } catch (invalid) {
    return invalid;
  }
}

function openChannel(task: PoolTask): PoolChannel<ToPool, FromPool> {
  return task.port === undefined ? openProcessChannel() : openPortChannel(task.port as MessagePort);
}

function openPortChannel(port: MessagePort): PoolChannel<ToPool, FromPool> {
  return {
    send: (message) => port.postMessage(message),
    listen: (listener) => {
      port.on('message', listener);
    },
    close: () => port.close(),
  };
}

function openProcessChannel(): PoolChannel<ToPool, FromPool> {
  let onMessage: ((message: unknown) => void) | undefined;
  return {
    send: (message) => {
      process.send?.({ camundaJob: pack(message) } satisfies JobEnvelope);
    },
    listen: (listener) => {
      onMessage = (message) => {
        const inner = openEnvelope(message);
        if (inner) listener(inner as ToPool);
      };
      process.on('message', onMessage);
    },
    close: () => {
      if (onMessage) process.off('message', onMessage);
    },
  };
}
