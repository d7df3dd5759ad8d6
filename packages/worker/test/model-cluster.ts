import type { Clock } from '@camunda/core';
import type { CallOptions, Operation, Transport } from '@camunda/transport';

/** What goes wrong with the requests of a kind. `lose`: they are carried out, and the answer is lost. */
export const MODES = ['fine', 'refuse', 'lose', 'hang', 'hangAfter', 'overloaded'] as const;
export type Mode = (typeof MODES)[number];
export const KINDS = ['activation', 'acknowledgement', 'extension', 'topology'] as const;
export type Kind = (typeof KINDS)[number];

interface ModelJob {
  readonly jobKey: string;
  readonly variables: object;
  retries: number;
  lockedUntil: number;
  state: 'open' | 'done' | 'incident';
}

interface Input {
  readonly path?: { readonly jobKey: string };
  readonly body?: Readonly<Record<string, unknown>>;
}

const HELD_MS = 10_000;
const NEVER = new Promise<never>(() => {});

/** A cluster of jobs with locks, whose time is that of a clock, and a transport to it that breaks on demand. */
export class ModelCluster {
  readonly jobs = new Map<string, ModelJob>();
  readonly modes: Record<Kind, Mode>;
  readonly transport: Transport;
  readonly #clock: Clock;
  readonly #polls = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.modes = { activation: 'fine', acknowledgement: 'fine', extension: 'fine', topology: 'fine' };
    const call = (operation: Operation, input: Input = {}, options: CallOptions = {}): Promise<unknown> =>
      this.#call(operation, input, options);
    this.transport = { call } as unknown as Transport;
  }

  get open(): number {
    return [...this.jobs.values()].filter(({ state }) => state === 'open').length;
  }

  add(variables: object): void {
    const jobKey = String(this.jobs.size + 1);
    this.jobs.set(jobKey, { jobKey, variables, retries: 3, lockedUntil: 0, state: 'open' });
  }

  /** Polls that are held look again: jobs have come, or time has passed. */
  tick(): void {
    for (const look of [...this.#polls]) look();
  }

  async #call(operation: Operation, input: Input, options: CallOptions): Promise<unknown> {
    const { timeoutMs = 10_000, signal } = options;
    let timer: unknown;
    let isGone = false;
    const limit = new Promise<never>((_, reject) => {
      timer = this.#clock.setTimeout(() => reject(fault('TIMEOUT')), timeoutMs);
      signal?.addEventListener('abort', () => reject(signal.reason));
      if (signal?.aborted) reject(signal.reason);
    });
    try {
      return await Promise.race([this.#serve(operation, input, () => isGone), limit]);
    } finally {
      isGone = true;
      this.#clock.clearTimeout(timer);
      this.tick();
    }
  }

  async #serve(operation: Operation, input: Input, isGone: () => boolean): Promise<unknown> {
    const mode = this.modes[kindOf(operation)];
    if (mode === 'refuse') throw fault('NETWORK_ERROR');
    if (mode === 'overloaded') throw fault('HTTP_ERROR', 503);
    if (mode === 'hang') return NEVER;
    const answer =
      operation.operationId === 'activateJobs'
        ? await this.#activate(input.body ?? {}, isGone)
        : this.#command(operation.operationId, input);
    if (mode === 'lose') throw fault('NETWORK_ERROR');
    return mode === 'hangAfter' ? NEVER : answer;
  }

  async #activate(body: Readonly<Record<string, unknown>>, isGone: () => boolean): Promise<unknown> {
    const asked = Number(body.requestTimeout);
    const until = this.#clock.monotonic() + (asked === 0 ? HELD_MS : asked);
    for (;;) {
      const now = this.#clock.monotonic();
      if (isGone()) return { jobs: [] };
      const found = [...this.jobs.values()]
        .filter(({ state, lockedUntil }) => state === 'open' && lockedUntil <= now)
        .slice(0, Number(body.maxJobsToActivate));
      if (found.length > 0 || now >= until) {
        for (const job of found) job.lockedUntil = now + Number(body.timeout);
        return {
          jobs: found.map(({ jobKey, variables, retries }) => ({ jobKey, type: 'work', variables, retries })),
        };
      }
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#polls.delete(look);
          resolve();
        };
        this.#polls.add(look);
      });
    }
  }

  #command(operationId: string, { path, body }: Input): unknown {
    if (operationId === 'getTopology') return { gatewayVersion: '8.9.0' };
    const now = this.#clock.monotonic();
    const job = this.jobs.get(path?.jobKey ?? '');
    if (job === undefined || job.state !== 'open') throw fault('HTTP_ERROR', 404);
    if (operationId === 'updateJob') {
      if (job.lockedUntil <= now) throw fault('HTTP_ERROR', 409);
      job.lockedUntil = now + Number(Reflect.get(Object(body?.changeset), 'timeout'));
    } else if (operationId === 'failJob') {
      job.retries = Number(body?.retries);
      job.lockedUntil = now + Number(body?.retryBackOff);
      if (job.retries === 0) job.state = 'incident';
    } else job.state = 'done';
    return undefined;
  }
}

function kindOf({ operationId }: Operation): Kind {
  if (operationId === 'activateJobs') return 'activation';
  if (operationId === 'getTopology') return 'topology';
  return operationId === 'updateJob' ? 'extension' : 'acknowledgement';
}

function fault(code: string, status?: number): Error {
  return Object.assign(new Error(code), { code, status });
}
