// Works jobs in threads or processes of whatever runtime runs this, and prints as JSON what came of them.
import process from 'node:process';
import { createTransport, HttpError } from '@camunda/transport';
import { JobWorker, type JobWorkerOptions } from '../src/index-node.ts';
import { StubGateway } from './stub-gateway.ts';

const executionStrategy = process.argv[2] as 'auto' | 'thread' | 'process';
const module = new URL('./pool-handlers.ts', import.meta.url);
const gateway = await StubGateway.start();
gateway.rawVariables = '{"amount": 9007199254740993}';
const transport = createTransport({ baseUrl: gateway.address });
const client = new (class Client {
  readonly transport = transport;
  async greet(name: string): Promise<string> {
    return `hello ${name}`;
  }
  async explode(): Promise<never> {
    throw new HttpError({ operationId: 'explode', status: 418, attempts: 1 });
  }
  async close(): Promise<void> {}
})();
const workers: JobWorker[] = [];

const until = async (isMet: () => boolean): Promise<void> => {
  while (!isMet()) await new Promise((resolve) => setTimeout(resolve, 10));
};

function start(exportName: string, config: object = {}): JobWorker {
  const worker = new JobWorker({
    client,
    executionStrategy,
    config: { jobType: exportName, poolSize: 2, withLease: false, ...config },
    jobHandler: { module, exportName },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  } as unknown as JobWorkerOptions);
  workers.push(worker);
  worker.start();
  return worker;
}

/** What the cluster is told about one job of a handler. */
async function outcome(exportName: string, config: object = {}): Promise<unknown> {
  const [jobKey] = gateway.add(1, { type: exportName, retries: 1 });
  start(exportName, config);
  const told = () =>
    gateway.requests.find((request) => request.jobKey === jobKey && request.method === 'POST');
  await until(() => told() !== undefined);
  const { operation, body, text = '' } = told() ?? {};
  if (exportName === 'double') return /"double":(\d+)/.exec(text)?.[1];
  // The lines below are of a stack, which each runtime writes its own way.
  return body?.errorMessage === undefined
    ? (body?.variables ?? operation)
    : String(body.errorMessage).split('\n')[0];
}

const report: Record<string, unknown> = {};
for (const name of ['double', 'callClient', 'completeTwice', 'throwError', 'exit', 'crash', 'slow']) {
  report[name] = await outcome(name);
}
report.hang = await outcome('hang', { jobTimeoutMs: 3_000, lockExtensionMaxMs: 600 });
gateway.add(1, { type: 'never' });
const hanging = start('never');
await until(() => hanging.status().activeJobs === 1);
report.stopped = (await hanging.stop({ graceMs: 0 })).jobs.givenBack;
for (const worker of workers) await worker.stop();
report.left = workers.filter((worker) => worker.status().jobs.left > 0).map(({ jobType }) => jobType);
console.log(JSON.stringify(report));
process.exit(0);
