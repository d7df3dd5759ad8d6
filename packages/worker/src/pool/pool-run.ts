import type { ChildProcess } from 'node:child_process';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { LogLevel } from '@camunda/logger';
import type { Tinypool, TinypoolChannel } from 'tinypool';
import { HandlerCrashedError } from '../handler-crashed-error.ts';
import type { JobContext } from '../job-context.ts';
import type { JobHandlerModule } from '../job-handler.ts';
import type { JobInHand, Settlement } from '../job-in-hand.ts';
import type { JsonObject } from '../json-value.ts';
import type { PoolJob, PoolRuntime } from './fair-pool.ts';
import { type JobEnvelope, openEnvelope, pack, unpack } from './packing.ts';
import type { FromPool, PoolChannel, PoolResult, PoolTask, ToPool } from './pool-protocol.ts';
import { fromPortableError, toPortableError } from './portable-error.ts';
import { describeEnd, processBehind } from './process-behind.ts';
import { serveCalls } from './serve-calls.ts';

/** What a {@link PoolRun} needs. */
export interface PoolRunOptions {
  readonly runtime: PoolRuntime;
  readonly inHand: JobInHand;
  readonly context: JobContext<JsonObject, JsonObject, unknown>;
  readonly begin: () => boolean;
  readonly module: JobHandlerModule;
  readonly logLevel: LogLevel;
  readonly onEnd: () => void;
}

interface MainChannel extends PoolChannel<FromPool, ToPool> {
  /** Calls `listener` when the other side is gone; processes tell that by an error. */
  readonly onClose?: (listener: () => void) => void;
}

/** How many threads a job may wait for in vain. */
const MOST_STARTS = 3;
/** What the pool has to say of the end of a thread, such as that it ran out of memory, it says a little later. */
const LAST_WORDS_MS = 100;

/** One job on its way through a thread or process of the pool. */
export class PoolRun implements PoolJob {
  readonly #options: PoolRunOptions;
  /** Ends the thread, which is the only way to stop one that computes or hangs. */
  #killing = new AbortController();

  constructor(options: PoolRunOptions) {
    this.#options = options;
  }

  /** Ends the thread or process, and with it the handler. */
  kill(): void {
    this.#killing.abort();
  }

  async run(pool: Tinypool, startFault: () => unknown): Promise<void> {
    const { inHand, begin, onEnd } = this.#options;
    try {
      if (begin()) inHand.settle?.(await this.#workSomewhere(pool, startFault));
    } finally {
      onEnd();
    }
  }

  refuse(error: unknown): void {
    this.#options.inHand.settle?.({ kind: 'threw', error });
    this.#options.onEnd();
  }

  /** A job that was cancelled because its thread did not come up has not begun, so that it may be tried again. */
  async #workSomewhere(pool: Tinypool, startFault: () => unknown): Promise<Settlement> {
    for (let attempt = 1; attempt <= MOST_STARTS; attempt += 1) {
      const settlement = await this.#work(pool);
      if (settlement !== 'cancelled') return settlement;
      // The pool still listens to the signal of a task that it has cancelled, and would throw.
      if (this.#killing.signal.aborted) break;
      this.#killing = new AbortController();
    }
    return { kind: 'threw', error: notStarted(this.#options.runtime, startFault()) };
  }

  async #work(pool: Tinypool): Promise<Settlement | 'cancelled'> {
    const { runtime, context, module, logLevel, inHand } = this.#options;
    const { job } = inHand;
    const wire = runtime === 'thread' ? openPort() : openProcessChannel();
    const task: PoolTask = {
      job: { ...job, variables: context.variables, customHeaders: context.customHeaders },
      module: String(module.module),
      exportName: module.exportName ?? 'default',
      logLevel,
      ...(wire.remote && { port: wire.remote }),
    };
    const onAbort = (): void =>
      wire.channel.send({ kind: 'abort', reason: toPortableError(inHand.signal.reason) });
    let child: ChildProcess | undefined;
    const death = this.#watch(wire.channel, () => {
      if (wire.pool) child = processBehind(pool, wire.pool);
      if (inHand.isAborted) onAbort();
    });
    inHand.signal.addEventListener('abort', onAbort, { once: true });
    try {
      const options = {
        signal: this.#killing.signal,
        ...(wire.remote && { transferList: [wire.remote] }),
        ...(wire.pool && { channel: wire.pool }),
      };
      const sent = runtime === 'thread' ? task : pack(task);
      const answer: unknown = await Promise.race([pool.run(sent, options), death]);
      const result = (typeof answer === 'string' ? unpack(answer) : answer) as PoolResult;
      return result.kind === 'returned' ? result : { kind: 'threw', error: fromPortableError(result.error) };
    } catch (error) {
      if (error instanceof Error && error.name === 'CancelError') return 'cancelled';
      return { kind: 'threw', error: crashed(runtime, error, describeEnd(child)) };
    } finally {
      inHand.signal.removeEventListener('abort', onAbort);
      wire.channel.close();
    }
  }

  /** Serves the handler's calls, and rejects when its thread is dead: the pool hears of errors only, not of `process.exit`. */
  #watch(channel: MainChannel, onListening: () => void): Promise<never> {
    const serve = serveCalls(this.#options.context, channel);
    const death = new Promise<never>((_, reject) => {
      let hasEnded = false;
      channel.listen((message) => {
        if (message.kind === 'ended') hasEnded = true;
        // What was sent before has not been heard: an abort while the job waited, or while its process started.
        else if (message.kind === 'listening') onListening();
        else serve(message);
      });
      channel.onClose?.(() => {
        if (hasEnded) return;
        reject(new Error('it exited'));
        // The pool forgets the thread.
        this.kill();
      });
    });
    death.catch(() => undefined);
    return death;
  }
}

function notStarted(runtime: PoolRuntime, cause: unknown): HandlerCrashedError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new HandlerCrashedError(`The ${runtime} for the handler could not be started (${reason})`, cause);
}

function crashed(runtime: PoolRuntime, cause: unknown, end: string | undefined): HandlerCrashedError {
  const reason = end ?? (cause instanceof Error ? cause.message : String(cause));
  return new HandlerCrashedError(
    `The ${runtime} that ran the handler ended before the handler did (${reason})`,
    cause,
  );
}

interface Wire {
  readonly channel: MainChannel;
  readonly remote?: MessagePort;
  readonly pool?: TinypoolChannel;
}

function openPort(): Wire {
  const { port1, port2 } = new MessageChannel();
  let onClose: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Deno has no removeAllListeners for ports.
  port1.on('close', () => {
    if (onClose !== undefined) timer = setTimeout(onClose, LAST_WORDS_MS);
  });
  return {
    remote: port2,
    channel: {
      send: (message) => port1.postMessage(message),
      listen: (listener) => {
        port1.on('message', listener);
      },
      onClose: (listener) => {
        onClose = listener;
      },
      close: () => {
        onClose = undefined;
        clearTimeout(timer);
        port1.close();
      },
    },
  };
}

/** Messages of ours travel through the one channel that the process has, in an envelope. */
function openProcessChannel(): Wire {
  let toProcess: ((message: unknown) => void) | undefined;
  let onMessage: ((message: FromPool) => void) | undefined;
  return {
    channel: {
      send: (message) => toProcess?.({ camundaJob: pack(message) } satisfies JobEnvelope),
      listen: (listener) => {
        onMessage = listener;
      },
      close: () => {
        onMessage = undefined;
        toProcess = undefined;
      },
    },
    pool: {
      onMessage: (send) => {
        toProcess = send;
      },
      postMessage: (message: unknown) => {
        const inner = openEnvelope(message);
        if (inner) onMessage?.(inner as FromPool);
      },
    },
  };
}
