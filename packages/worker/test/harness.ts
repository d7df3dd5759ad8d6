import { createTransport, type Transport } from '@camunda/transport';
import { afterEach, vi } from 'vitest';
import type { JobHandlerModule } from '../src/job-handler.ts';
import { JobWorker } from '../src/job-worker-node.ts';
import type { JobWorkerOptions } from '../src/job-worker-options.ts';
import type { WorkerConfig } from '../src/worker-config.ts';
import { StubGateway } from './stub-gateway.ts';

// Above the patience of `until`, whose message tells more, and which starting threads takes up on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** What a test may set; the types of handlers are tested elsewhere. */
type TestOptions = Partial<Omit<JobWorkerOptions, 'jobHandler' | 'config'>> & {
  readonly jobHandler?: ((job: never) => unknown) | JobHandlerModule;
  readonly config?: Partial<WorkerConfig<never, never>>;
};

/** A gateway, a transport to it and a way to make workers; all closed after the test. */
export async function setUp(): Promise<{
  gateway: StubGateway;
  transport: Transport;
  worker: (options: TestOptions) => JobWorker;
}> {
  const gateway = await StubGateway.start();
  const transport = createTransport({ configuration: { CAMUNDA_REST_ADDRESS: gateway.address } });
  open.push(
    () => gateway.close(),
    () => transport.close(),
  );
  return {
    gateway,
    transport,
    worker: (options) => {
      const worker = new JobWorker({
        client: transport,
        jobHandler: () => undefined,
        ...(options as Partial<JobWorkerOptions>),
        config: { jobType: 'work', ...(options.config as Partial<WorkerConfig>) },
      });
      open.push(() => worker.stop({ graceMs: 0 }));
      return worker;
    },
  };
}

/** Waits until `isMet` holds; fails after `withinMs`, which is generous, since machines are slow at times. */
export async function until(isMet: () => boolean, what = 'the condition', withinMs = 15_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!isMet()) {
    if (Date.now() > end) throw new Error(`${what} did not hold within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
