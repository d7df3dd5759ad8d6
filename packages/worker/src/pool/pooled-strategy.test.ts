import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport, HttpError } from '@camunda/transport';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { setUp, until } from '../../test/harness.ts';

const module = new URL('../../test/pool-handlers.ts', import.meta.url);
const handler = (exportName: string) => ({ module, exportName });

describe.each(['thread', 'process'] as const)('PooledStrategy, %s', (executionStrategy) => {
  it('throws the BPMN error that a handler throws out there', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    worker({ executionStrategy, jobHandler: handler('throwError') }).start();
    await until(() => gateway.of('error').length === 1);
    expect(gateway.of('error')[0]).toMatchObject({
      jobKey,
      body: { errorCode: 'CODE', errorMessage: 'business', variables: { why: 'because' } },
    });
  });

  it('knows the job in its asynchronous context, and completes with what the handler returns', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    gateway.rawVariables = '{"amount": 9007199254740993}';
    worker({ executionStrategy, jobHandler: handler('double') }).start();
    await until(() => gateway.of('completion').length === 1);
    const [completion] = gateway.of('completion');
    expect(completion?.text).toContain('"double":18014398509481986');
    expect(completion?.body).toMatchObject({ variables: { named: jobKey } });
    const { pid } = { pid: 0, ...(completion?.body.variables as object | undefined) };
    expect(pid === process.pid).toBe(executionStrategy === 'thread');
  });

  it('fails as the handler says', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({ executionStrategy, jobHandler: handler('fail') }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      errorMessage: 'not now',
      retries: 5,
      retryBackOff: 10,
    });
  });

  it('refuses an instance of a class before it turns into a plain object on its way', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({ executionStrategy, jobHandler: handler('returnInstance') }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 3,
      errorMessage: expect.stringContaining('an instance of Order'),
    });
  });

  it.each([
    'failWithInstance',
    'throwWithInstance',
    'completeWithInstance',
    'failByHandWithInstance',
    'errorByHandWithInstance',
  ])('refuses it in every command: %s', async (exportName) => {
    const { gateway, worker } = await setUp();
    gateway.add();
    const config = { retryBackOffMs: 60_000 };
    worker({ executionStrategy, jobHandler: handler(exportName), config }).start();
    await until(() => gateway.requests.some(({ jobKey }) => jobKey !== undefined));
    expect([...gateway.of('completion'), ...gateway.of('error')]).toEqual([]);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 3,
      errorMessage: expect.stringContaining('order: an instance of Order'),
    });
  });

  it('leaves a job alone that the handler ignores, and survives when it does so twice', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const config = { poolSize: 1, maxConcurrentJobs: 1 };
    const subject = worker({ executionStrategy, jobHandler: handler('ignoreTwice'), config });
    subject.start();
    await until(() => subject.status().jobs.ignored === 2);
    expect(subject.status().jobs).toMatchObject({ activated: 2, completed: 0, failed: 0 });
    expect(gateway.of('completion')).toEqual([]);
  });

  it('gives the handler a client whose errors keep class, code and status, and nothing that is its owner’s', async () => {
    const { gateway, worker, transport } = await setUp();
    gateway.add();
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
    worker({ client, executionStrategy, jobHandler: handler('callClient') }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body.variables).toEqual({
      greeting: 'hello you',
      isHttpError: true,
      status: 418,
      code: 'HTTP_ERROR',
      denied: expect.stringContaining('job.client.close cannot be called from a thread or process'),
      unknown: expect.stringContaining('job.client.valueOf cannot be called'),
    });
  });

  it('gives the handler what the schemas make of variables and headers', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { variables: { amount: '2', more: true } });
    gateway.shapeJob = (job) => ({ ...job, customHeaders: { url: 'x' } });
    const config = {
      inputSchema: v.object({ amount: v.pipe(v.string(), v.transform(Number)) }) as never,
      customHeadersSchema: v.object({ url: v.string(), method: v.optional(v.string(), 'GET') }) as never,
    };
    worker({ executionStrategy, config, jobHandler: handler('echo') }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body).toEqual({
      variables: { variables: { amount: 2 }, customHeaders: { url: 'x', method: 'GET' } },
    });
  });

  it('tells a handler that runs too long before it is ended, also one that began after its signal', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2, { retries: 1 });
    const config = { poolSize: 1, jobTimeoutMs: 20_000, lockExtensionMaxMs: 300 };
    worker({ executionStrategy, config, jobHandler: handler('untilAborted') }).start();
    await until(() => gateway.of('failure').length >= 2);
    for (const { body } of gateway.of('failure')) {
      expect(body.errorMessage).toContain('The handler runs longer than the lock may be extended');
    }
  });

  it('calls with the credentials of its owner, however those were given', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    await using client = createTransport({
      configuration: { CAMUNDA_REST_ADDRESS: gateway.address },
      authProvider: { getHeaders: () => ({ 'X-Key': 'mine' }) },
    });
    const config = { withLease: false };
    worker({ client, executionStrategy, config, jobHandler: handler('readTopology') }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('topology')).toHaveLength(1);
    expect(new Set(gateway.requests.map(({ headers }) => headers['x-key']))).toEqual(new Set(['mine']));
  });

  it('calls through the transport of its client', async () => {
    const { gateway, worker, transport } = await setUp();
    gateway.add();
    const config = { withLease: false };
    const client = { transport };
    worker({ client, executionStrategy, config, jobHandler: handler('readTopologyBelow') }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body.variables).toMatchObject({ topology: { brokers: [] } });
  });

  it('survives what cannot cross: in lines of its log, in calls and in their answers', async () => {
    const { gateway, worker, transport } = await setUp();
    gateway.add();
    const lines: unknown[][] = [];
    const logger = { debug() {}, info: (...line: unknown[]) => void lines.push(line), warn() {}, error() {} };
    const client = new (class Client {
      readonly transport = transport;
      async makeFunction(): Promise<() => number> {
        return () => 1;
      }
    })();
    worker({ client, logger, executionStrategy, jobHandler: handler('sendOddThings') }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body.variables).toEqual({
      sent: expect.stringContaining('could not be cloned'),
      answered: expect.stringContaining('could not be cloned'),
    });
    expect(lines.some(([message]) => String(message).includes('odd'))).toBe(true);
  });

  it('works again after a stop, and goes on while another worker of its client stops', async () => {
    const { gateway, worker } = await setUp();
    const config = { poolSize: 1 };
    const subject = worker({ executionStrategy, config, jobHandler: handler('take') });
    const other = worker({
      executionStrategy,
      config: { ...config, jobType: 'other' },
      jobHandler: handler('take'),
    });
    for (const each of [subject, other]) each.start();
    gateway.add(1);
    gateway.add(1, { type: 'other' });
    await until(() => subject.status().jobs.completed + other.status().jobs.completed === 2);
    gateway.add(1, { type: 'other', variables: { durationMs: 500 } });
    await until(() => other.status().activeJobs === 1);
    await subject.stop();
    await until(() => other.status().jobs.completed === 2);
    expect(other.status().jobs).toMatchObject({ failed: 0, left: 0 });
    await until(() => gateway.openPolls === 1);
    subject.start();
    gateway.add(1);
    await until(() => subject.status().jobs.completed === 2);
  });

  it('acknowledges once, with one request, and tells the handler', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    const lines: unknown[][] = [];
    const logger = { debug() {}, info: (...line: unknown[]) => void lines.push(line), warn() {}, error() {} };
    const subject = worker({ logger, executionStrategy, jobHandler: handler('completeTwice') });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('completion').map(({ body }) => body)).toEqual([{ variables: { first: true } }]);
    const second = lines.find(([message]) => String(message).includes('second'));
    expect(second?.[1]).toEqual({ code: 'JOB_ALREADY_ACKNOWLEDGED', name: 'JobAlreadyAcknowledgedError' });
    expect(String(second?.[0])).toContain('jobKey=');
  });

  it.each(['exit', 'crash'])('fails the job of a handler that does %s, and goes on', async (exportName) => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    worker({ executionStrategy, config: { poolSize: 1 }, jobHandler: handler(exportName) }).start();
    await until(() => gateway.of('failure').length >= 2);
    for (const { body } of gateway.of('failure')) {
      expect(body).toMatchObject({
        retries: 2,
        errorMessage: expect.stringContaining('HandlerCrashedError'),
      });
    }
  });

  it.each(['exit', 'throw', 'reject'])(
    'goes on after something left behind by a handler has ended where it ran (%s)',
    async (how) => {
      const { gateway, worker } = await setUp();
      const config = { poolSize: 1, maxConcurrentJobs: 1 };
      const subject = worker({ executionStrategy, config, jobHandler: handler('leaveBehind') });
      subject.start();
      for (const completed of [1, 2]) {
        gateway.add(1, { variables: { how } });
        await until(() => subject.status().jobs.completed === completed);
        await sleep(100);
      }
      gateway.add(3, { variables: { how: 'nothing' } });
      await until(() => subject.status().jobs.completed === 5);
    },
    30_000,
  );

  it('fails the jobs of handlers that exit on threads in use, and no others', async () => {
    const { gateway, worker } = await setUp();
    const config = { poolSize: 2, maxConcurrentJobs: 4 };
    const subject = worker({ executionStrategy, config, jobHandler: handler('exitOrNot') });
    for (let index = 0; index < 4; index++) {
      gateway.add(2, { variables: { exits: false } });
      gateway.add(1, { variables: { exits: true }, retries: 1 });
    }
    subject.start();
    await until(() => subject.status().jobs.completed === 8 && subject.status().jobs.failed === 4);
    for (const { body } of gateway.of('failure')) {
      expect(body.errorMessage).toContain('ended before the handler did');
    }
  }, 30_000);

  it('names the parts of an AggregateError', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    worker({ executionStrategy, jobHandler: handler('throwMany') }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body.errorMessage).toContain('one of 2: TypeError: one');
  });

  it('fails the job of a handler that throws what cannot be read', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    worker({ executionStrategy, jobHandler: handler('throwUnreadable') }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body.errorMessage).toContain('cannot be read');
  });

  it('ends a handler that hangs, fails its job while it still holds the lock, and works the next', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const subject = worker({
      executionStrategy,
      config: { poolSize: 1, jobTimeoutMs: 1_000, lockExtensionMaxMs: 600 },
      jobHandler: handler('hang'),
    });
    subject.start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      errorMessage: expect.stringContaining('ran longer than 600 ms'),
    });
  });

  it('does not let one worker’s jobs hold up another’s, with one thread for both', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(20, { type: 'many' });
    gateway.add(1, { type: 'few' });
    const config = { poolSize: 1, maxConcurrentJobs: 20 };
    const many = worker({
      executionStrategy,
      config: { ...config, jobType: 'many' },
      jobHandler: handler('slow'),
    });
    const few = worker({
      executionStrategy,
      config: { ...config, jobType: 'few' },
      jobHandler: handler('slow'),
    });
    many.start();
    await until(() => many.status().activeJobs === 20);
    few.start();
    await until(() => few.status().jobs.completed === 1);
    expect(many.status().jobs.completed).toBeLessThan(15);
    await until(() => many.status().jobs.completed === 20);
  });

  it('passes the abort of a stop on, and gives the job back', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const subject = worker({ executionStrategy, jobHandler: handler('untilAborted') });
    const begun = new Promise((resolve) =>
      subject.subscribe((event) => event.type === 'jobStarted' && resolve(event)),
    );
    subject.start();
    await begun;
    const report = await subject.stop({ graceMs: 1_000 });
    expect(report).toMatchObject({ drained: true, jobs: { activated: 1, givenBack: 1 } });
  });

  it('goes on serving its handlers during a stop, and takes what they return', async () => {
    const { gateway, worker, transport } = await setUp();
    gateway.add(1);
    let tell = (_: string): void => {};
    const client = new (class Client {
      readonly transport = transport;
      tell(): Promise<string> {
        return new Promise((resolve) => {
          tell = resolve;
        });
      }
    })();
    const told = vi.spyOn(client, 'tell');
    const subject = worker({ client, executionStrategy, jobHandler: handler('untilTold') });
    subject.start();
    await until(() => told.mock.calls.length === 1);
    const stopped = subject.stop({ graceMs: 3_000 });
    await until(() => !subject.status().pollInFlight);
    setTimeout(() => tell('go home'), 20);
    expect(await stopped).toMatchObject({ drained: true, jobs: { completed: 1, givenBack: 0 } });
    expect(gateway.of('completion')[0]?.body).toEqual({
      variables: { told: 'go home', wasAborted: false },
    });
  });

  it('kills what does not end, and gives its jobs and the waiting ones back', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(4);
    const subject = worker({ executionStrategy, config: { poolSize: 1 }, jobHandler: handler('hang') });
    const begun = new Promise((resolve) =>
      subject.subscribe((event) => event.type === 'jobStarted' && resolve(event)),
    );
    subject.start();
    await begun;
    await until(() => subject.status().activeJobs === 4);
    const report = await subject.stop({ graceMs: 50 });
    expect(report).toMatchObject({ drained: true, jobs: { activated: 4, givenBack: 4, inHand: 0 } });
    for (const { body } of gateway.of('failure')) expect(body).toMatchObject({ retries: 3, retryBackOff: 0 });
  });
});

describe('PooledStrategy, thread alone', () => {
  it('lets go on what a handler has left behind in an idle thread', async () => {
    const { gateway, worker } = await setUp();
    const channel = new BroadcastChannel('left-behind');
    onTestFinished(() => channel.close());
    const told = new Promise((resolve) => {
      channel.onmessage = resolve;
    });
    gateway.add(1);
    const subject = worker({ executionStrategy: 'thread', jobHandler: handler('tellLater') });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    await told;
  });
});

describe('PooledStrategy, process alone', () => {
  it('fails the jobs whose process cannot be started, and goes on when it can', async () => {
    const { execPath } = process;
    onTestFinished(() => {
      process.execPath = execPath;
    });
    process.execPath = '/there/is/no/such/program';
    const { gateway, worker } = await setUp();
    gateway.add(3, { retries: 1 });
    const config = { poolSize: 2 };
    const subject = worker({ executionStrategy: 'process', config, jobHandler: handler('take') });
    subject.start();
    await until(() => gateway.of('failure').length === 3);
    for (const { body } of gateway.of('failure')) {
      expect(body).toMatchObject({
        retries: 0,
        errorMessage: expect.stringContaining(
          'The process for the handler could not be started (spawn /there/is/no/such/program ENOENT)',
        ),
      });
    }
    process.execPath = execPath;
    gateway.add(3);
    await until(() => subject.status().jobs.completed === 3);
  });

  it('survives nonsense that a handler sends to it', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const config = { poolSize: 1 };
    worker({ executionStrategy: 'process', config, jobHandler: handler('sendNonsense') }).start();
    await until(() => gateway.of('completion').length === 2);
  });

  it.each([
    ['exit', 'it exited with code 3'],
    ['abort', 'it was ended by SIGABRT'],
  ])('tells how the process ended: %s', async (exportName, message) => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { retries: 1 });
    worker({ executionStrategy: 'process', jobHandler: handler(exportName) }).start();
    await until(() => gateway.of('failure').length === 1);
    expect(gateway.of('failure')[0]?.body.errorMessage).toContain(`before the handler did (${message})`);
  });

  it('fails the job of a process that was killed, and works the next in another one', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const pids: number[] = [];
    const logger = {
      debug() {},
      info: (_message: string, values?: unknown) => {
        const pid: unknown = Reflect.get(Object(values), 'pid');
        if (typeof pid === 'number') pids.push(pid);
      },
      warn() {},
      error() {},
    };
    const subject = worker({
      logger,
      executionStrategy: 'process',
      config: { poolSize: 1 },
      jobHandler: handler('never'),
    });
    subject.start();
    await until(() => pids.length === 1);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await until(() => gateway.of('failure').length === 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 2,
      errorMessage: expect.stringContaining('HandlerCrashedError'),
    });
    gateway.add(1);
    await until(() => pids.length === 2);
    expect(pids[1]).not.toBe(pids[0]);
  });

  it('has no process left after the stop', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const subject = worker({ executionStrategy: 'process', jobHandler: handler('tellPid') });
    subject.start();
    await until(() => gateway.of('completion').length === 1);
    const { pid } = { pid: 0, ...(gateway.of('completion')[0]?.body.variables as object | undefined) };
    await subject.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
