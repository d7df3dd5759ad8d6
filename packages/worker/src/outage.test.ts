import type { Transport } from '@camunda/transport';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import type { ActivatedJob } from './activated-job.ts';
import type { JobContext } from './job-context.ts';
import type { ActivationRequest } from './job-source.ts';
import { JobWorker } from './job-worker-node.ts';

/** A job with what a worker needs of it. */
const jobOf = (jobKey: string, runsForMs = 0): ActivatedJob => {
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

const failure = (code: string, status?: number): Error => Object.assign(new Error(code), { code, status });
const refused = failure('NETWORK_ERROR');

interface Activation {
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
class Scene {
  readonly clock = new ManualClock();
  readonly activations: Activation[] = [];
  readonly sent: Sent[] = [];
  readonly pauses: number[] = [];
  /** Answers everything but activations. @throws what the call is to fail with */
  respond: (operationId: string) => unknown = () => ({});
  readonly worker: JobWorker;

  constructor(config: { requestTimeoutMs?: number; withLease?: boolean } = {}) {
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
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      config: { jobType: 'work', withLease: false, jobTimeoutMs: 600_000, ...config },
      jobHandler: ({ variables: { runsForMs } }: JobContext<{ runsForMs: number }>) =>
        runsForMs === 0
          ? undefined
          : new Promise<undefined>((resolve) => clock.setTimeout(() => resolve(undefined), runsForMs)),
      source: {
        activate: (request, { signal }) =>
          new Promise((answer, fail) => {
            this.activations.push({ at: this.at, request, signal, answer, fail });
            signal.addEventListener('abort', () => fail(signal.reason));
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

  async end(): Promise<void> {
    const stopped = this.worker.stop({ graceMs: 0 });
    let isOver = false;
    void stopped.then(() => {
      isOver = true;
    });
    while (!isOver) await this.pass(1_000);
    expect(this.clock.timers).toBe(0);
  }
}

describe('JobWorker, outage', () => {
  it('backs off from 1 s to 30 s while nobody answers, and polls within 5 s of the end of the outage', async () => {
    const scene = new Scene();
    scene.respond = () => {
      throw refused;
    };
    await scene.pass(100);
    for (let polls = 0; polls < 8; polls += 1) {
      scene.last.fail(refused);
      const asked = scene.activations.length;
      while (scene.activations.length === asked) await scene.pass(100);
    }
    expect(scene.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    scene.last.fail(refused);
    await scene.pass(3_000);
    const asked = scene.activations.length;
    scene.respond = () => ({});
    await scene.pass(5_000);
    expect(scene.activations.length).toBeGreaterThan(asked);
    await scene.end();
  });

  it('asks with one small question at a time whether the cluster is there, and only in an outage', async () => {
    const scene = new Scene();
    scene.respond = () => new Promise(() => {});
    await scene.pass(10_000);
    expect(scene.of('getTopology')).toEqual([]);
    scene.last.fail(refused);
    await scene.pass(900);
    expect(scene.of('getTopology')).toEqual([]);
    await scene.pass(200);
    scene.last.fail(refused);
    await scene.pass(2_000);
    // It gets no answer: the transport ends it in its own time.
    expect(scene.of('getTopology')).toMatchObject([{ timeoutMs: 1_500 }]);
    await scene.end();
  });

  it.each([429, 500, 503])('lets nothing shorten the pause after a %i of the cluster', async (status) => {
    const scene = new Scene();
    await scene.pass(100);
    // A completion that the cluster takes meanwhile is no reason to ask an overloaded cluster for more.
    scene.last.answer([jobOf('1', 9_000)]);
    await scene.pass(100);
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000]) {
      const asked = scene.activations.length;
      scene.last.fail(failure('HTTP_ERROR', status));
      await scene.pass(pauseMs - 200);
      expect(scene.activations.length).toBe(asked);
      await scene.pass(400);
      expect(scene.activations.length).toBe(asked + 1);
    }
    expect(scene.of('getTopology')).toEqual([]);
    expect(scene.worker.status().jobs.completed).toBe(1);
    await scene.end();
  });

  it('asks for one job and an answer at once while the cluster is in doubt, and for all afterwards', async () => {
    const scene = new Scene({ requestTimeoutMs: 20_000 });
    await scene.pass(100);
    scene.last.fail(refused);
    await scene.pass(1_100);
    scene.last.answer([]);
    await scene.pass(200);
    expect(
      scene.activations.map(({ request }) => [request.maxJobsToActivate, request.requestTimeout]),
    ).toEqual([
      [10, 20_000],
      [1, -1],
      [10, 20_000],
    ]);
    await scene.end();
  });

  it('takes the place of a swallowed careful poll once the cluster answers others', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.fail(refused);
    await scene.pass(1_100);
    expect(scene.activations).toHaveLength(2);
    await scene.pass(3_500);
    expect(scene.activations).toHaveLength(3);
    expect(scene.activations[1]?.signal.aborted).toBe(false);
    await scene.end();
  });

  it('believes a careful poll that is answered late, and gives its job back', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.fail(refused);
    await scene.pass(4_600);
    expect(scene.activations).toHaveLength(3);
    scene.activations[1]?.answer([jobOf('7')]);
    await scene.pass(100);
    expect(scene.worker.status()).toMatchObject({ consecutivePollFailures: 0, jobs: { givenBack: 1 } });
    expect(scene.of('failJob')).toMatchObject([{ body: { retries: 3, retryBackOff: 0 } }]);
    await scene.end();
  });

  it('mistrusts the poll under way when a completion was swallowed and is then answered', async () => {
    const scene = new Scene();
    scene.respond = () =>
      scene.of('completeJob').length > 1
        ? undefined
        : new Promise((_, reject) => scene.clock.setTimeout(() => reject(failure('TIMEOUT')), 4_000));
    await scene.pass(100);
    scene.last.answer([jobOf('1')]);
    await scene.pass(3_900);
    expect(scene.activations).toHaveLength(2);
    await scene.pass(600);
    expect(scene.of('completeJob')).toHaveLength(2);
    expect(scene.activations).toHaveLength(3);
    expect(scene.activations[1]?.signal.aborted).toBe(true);
    expect(scene.worker.status()).toMatchObject({ consecutivePollFailures: 0, jobs: { completed: 1 } });
    await scene.end();
  });
});

describe('JobWorker, lost acknowledgements', () => {
  it('waits 4 s for the answer to an attempt, so that a full worker is free again soon after an outage', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.answer([jobOf('1')]);
    await scene.pass(100);
    expect(scene.of('completeJob')).toMatchObject([{ timeoutMs: 4_000 }]);
    await scene.end();
  });
});
