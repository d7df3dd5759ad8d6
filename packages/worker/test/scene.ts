import type { CamundaLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import type { ActivatedJob } from '../src/activated-job.ts';
import type { JobContext } from '../src/job-context.ts';
import type { ActivationRequest } from '../src/job-source.ts';
import { JobWorker } from '../src/job-worker-node.ts';
import type { WorkerConfig } from '../src/worker-config.ts';

/** A job with what a worker needs of it. */
export const jobOf = (jobKey: string, runsForMs = 0): ActivatedJob => {
  const variables = { runsForMs };
  return {
    jobKey,
    type: 'work',
    retries: 3,
    deadline: 0,
    variables,
    leaseToken: null,
  } as unknown as ActivatedJob;
};

/** An error as the transport makes them. */
export const failure = (code: string, status?: number): Error =>
  Object.assign(new Error(code), { code, status });

/** A request for jobs that waits for its answer. */
export interface Activation {
  readonly at: number;
  readonly request: ActivationRequest;
  readonly signal: AbortSignal;
  readonly answer: (jobs: readonly ActivatedJob[]) => void;
  readonly fail: (error: unknown) => void;
}

interface Sent {
  readonly at: number;
  readonly operationId: string;
  readonly timeoutMs: number | undefined;
  readonly body: unknown;
}

/** A worker whose time passes by hand, a source whose answers are given by hand, and a cluster that is there or not. */
export class Scene {
  readonly clock = new ManualClock();
  readonly activations: Activation[] = [];
  readonly sent: Sent[] = [];
  readonly pauses: number[] = [];
  /** Answers everything but activations. @throws what the call is to fail with */
  respond: (operationId: string) => unknown = () => ({});
  /** Requests for jobs take no notice of their signals. */
  isDeaf = false;
  readonly worker: JobWorker;

  constructor(
    config: Omit<Partial<WorkerConfig>, 'inputSchema' | 'outputSchema' | 'customHeadersSchema'> = {},
    logger: Partial<CamundaLogger> = {},
  ) {
    const { clock } = this;
    const transport = {
      call: async (
        { operationId }: { operationId: string },
        { body }: { body?: unknown },
        { timeoutMs }: { timeoutMs?: number } = {},
      ) => {
        this.sent.push({ at: this.at, operationId, timeoutMs, body });
        return this.respond(operationId);
      },
    } as unknown as Transport;
    this.worker = new JobWorker({
      client: transport,
      clock,
      random: () => 1,
      logger: { debug() {}, info() {}, warn() {}, error() {}, ...logger },
      config: { jobType: 'work', withLease: false, jobTimeoutMs: 600_000, ...config },
      jobHandler: ({ variables: { runsForMs } }: JobContext<{ runsForMs: number }>) => {
        // Below 0: for so long it lets nobody else run.
        if (runsForMs < 0) clock.advance(-runsForMs);
        return runsForMs <= 0
          ? undefined
          : new Promise<undefined>((resolve) => clock.setTimeout(() => resolve(undefined), runsForMs));
      },
      source: {
        activate: (request, { signal }) =>
          new Promise((answer, fail) => {
            this.activations.push({ at: this.at, request, signal, answer, fail });
            if (!this.isDeaf) signal.addEventListener('abort', () => fail(signal.reason));
          }),
      },
    });
    this.worker.subscribe((event) => {
      if (event.type === 'pollFailed') this.pauses.push(event.pauseMs);
    });
    this.worker.start();
  }

  get at(): number {
    return this.clock.monotonic() - 1_000_000;
  }

  get last(): Activation {
    const last = this.activations.at(-1);
    if (last === undefined) throw new Error('nothing was asked yet');
    return last;
  }

  of(operationId: string): Sent[] {
    return this.sent.filter((sent) => sent.operationId === operationId);
  }

  /** Lets time pass in small steps, so that what follows on a timer happens at its time. */
  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.advance(Math.min(100, milliseconds - passed));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Stops the worker and lets as much time pass as that takes; gives the timers that are left. */
  async end(graceMs = 0): Promise<number> {
    let isOver = false;
    void this.worker.stop({ graceMs }).then(() => {
      isOver = true;
    });
    while (!isOver) await this.pass(1_000);
    return this.clock.timers;
  }
}
