import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEngine, startEngine } from '@camunda/engine';
import { afterEach, describe, expect, it } from 'vitest';
import {
  AuthError,
  ConfigurationError,
  createCamundaClient,
  JobError,
  NetworkError,
  NullLogger,
} from './index.ts';

const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <bpmn:process id="greeting" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="greet" />
    <bpmn:serviceTask id="greet">
      <bpmn:extensionElements><zeebe:taskDefinition type="greet" /></bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="b" sourceRef="greet" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
    <bpmn:boundaryEvent id="refused" attachedToRef="greet"><bpmn:outgoing>c</bpmn:outgoing>
      <bpmn:errorEventDefinition errorRef="rude" /></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="c" sourceRef="refused" targetRef="other" />
    <bpmn:endEvent id="other"><bpmn:incoming>c</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmn:error id="rude" errorCode="RUDE" />
</bpmn:definitions>`;

const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

function keep<One extends AsyncDisposable>(one: One): One {
  opened.push(one);
  return one;
}

/** A server that records what it is asked, and answers every request with an empty object. */
async function recordingServer() {
  const requests: { url: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return keep({
    requests,
    address,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

describe('createCamundaClient', () => {
  it('falls back to localhost and no credentials when nothing is set', () => {
    const client = keep(createCamundaClient({ environment: {} }));
    expect(client.configuration.CAMUNDA_REST_ADDRESS).toBe('http://localhost:8080/v2');
    expect(client.configuration.CAMUNDA_AUTH_STRATEGY).toBe('NONE');
  });

  it.each([
    [
      { configuration: {} },
      'configuration is no option of createCamundaClient; there are config, environment',
    ],
    [
      { Logger: console },
      'Logger is no option of createCamundaClient; did you mean logger?; there are config',
    ],
    [{ CAMUNDA_TENANT_ID: 'a' }, 'settings go under config: { config: { CAMUNDA_TENANT_ID: … } }'],
  ])('refuses an option that it does not know: %o', (options, message) => {
    expect(() => createCamundaClient(options as never)).toThrow(message);
  });

  it.each([[null], ['http://localhost'], [5]])('refuses %o for options', (options) => {
    expect(() => createCamundaClient(options as never)).toThrow(
      'The options of createCamundaClient have to be an object',
    );
  });

  it('closes without options, with none, and again', async () => {
    const client = createCamundaClient({ environment: {} });
    await client.close(null as never);
    await client.close();
    await client[Symbol.asyncDispose]();
    await expect(client.getTopology()).rejects.toMatchObject({ code: 'TRANSPORT_CLOSED' });
  });

  it('minds the version of the cluster where it is told to', async () => {
    const engine = createEngine({ apiVersion: '8.8' });
    const client = keep(createCamundaClient({ environment: {}, fetch: engine.fetch, versionCheck: 'fail' }));
    await expect(
      client.createProcessInstance({ processDefinitionId: 'p', businessId: 'order-1' }),
    ).rejects.toThrow('businessId of createProcessInstance came with version');
  });

  it('reads the environment, and lets config win over it', async () => {
    const server = await recordingServer();
    const environment = { CAMUNDA_REST_ADDRESS: 'http://127.0.0.1:9', CAMUNDA_SDK_LOG_LEVEL: 'silent' };
    const client = keep(
      createCamundaClient({ environment, config: { CAMUNDA_REST_ADDRESS: server.address } }),
    );
    await client.getTopology();
    expect(server.requests.map(({ url }) => url)).toEqual(['/v2/topology']);
    expect(client.configuration.CAMUNDA_SDK_LOG_LEVEL).toBe('silent');
  });

  it('sends the credentials that the settings hold, and shows them nowhere', async () => {
    const server = await recordingServer();
    const environment = {
      CAMUNDA_REST_ADDRESS: server.address,
      CAMUNDA_BASIC_AUTH_USERNAME: 'demo',
      CAMUNDA_BASIC_AUTH_PASSWORD: 'planted-password',
    };
    const client = keep(createCamundaClient({ environment }));
    await client.getTopology();
    const expected = `Basic ${Buffer.from('demo:planted-password').toString('base64')}`;
    expect(server.requests[0]?.headers.authorization).toBe(expected);
    const { inspect } = await import('node:util');
    expect(inspect(client, { depth: 8, showHidden: true })).not.toContain('planted-password');
    expect(JSON.stringify(client.configuration)).not.toContain('planted-password');
  });

  it('fetches tokens over the same proxy as everything else', async () => {
    const connects: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      connects.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const environment = {
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      CAMUNDA_REST_ADDRESS: 'https://cluster.invalid',
      CAMUNDA_OAUTH_URL: 'https://login.invalid/oauth/token',
      CAMUNDA_OAUTH_RETRY_MAX: '1',
      CAMUNDA_CLIENT_ID: 'client',
      CAMUNDA_CLIENT_SECRET: 'planted-secret',
    };
    const client = keep(createCamundaClient({ environment, logger: new NullLogger() }));
    await expect(client.getTopology()).rejects.toSatisfy(AuthError.isInstance);
    proxy.close();
    expect(connects[0]).toBe('login.invalid:443');
  });

  it('hides secrets from the logger, and leaves the level to a logger of the user', async () => {
    const lines: string[] = [];
    const write = (...values: unknown[]): void => {
      lines.push(values.map(String).join(' '));
    };
    const logger = { debug: write, info: write, warn: write, error: write };
    const environment = {
      CAMUNDA_BASIC_AUTH_USERNAME: 'demo',
      CAMUNDA_BASIC_AUTH_PASSWORD: 'planted-password',
      CAMUNDA_REST_ADDRESS: 'http://127.0.0.1:9',
    };
    const client = keep(createCamundaClient({ environment, logger }));
    const worker = client.createJobWorker({
      jobType: 'any',
      workerName: 'planted-password',
      jobHandler: () => undefined,
    });
    await worker.stop();
    expect(lines.join('\n')).toContain('job worker');
    expect(lines.join('\n')).not.toContain('planted-password');
  });

  it('takes a provider of headers in place of the settings', async () => {
    const server = await recordingServer();
    const authProvider = { getHeaders: () => ({ cookie: 'session=1', 'x-tenant': 'a' }) };
    const config = { CAMUNDA_REST_ADDRESS: server.address };
    await keep(createCamundaClient({ environment: {}, config, authProvider })).getTopology();
    expect(server.requests[0]?.headers).toMatchObject({ cookie: 'session=1', 'x-tenant': 'a' });
  });

  it('reports every mistake in the settings at once', () => {
    const config = { CAMUNDA_CLIENT_ID: 'only-half', CAMUNDA_SDK_HTTP_TIMEOUT_MS: 'soon' };
    try {
      createCamundaClient({ environment: {}, config });
      expect.unreachable();
    } catch (error) {
      if (!ConfigurationError.isInstance(error)) throw error;
      expect(error.issues.map(({ key }) => key)).toEqual(
        expect.arrayContaining(['CAMUNDA_CLIENT_SECRET', 'CAMUNDA_SDK_HTTP_TIMEOUT_MS']),
      );
    }
  });

  it('names the address and its setting when nobody is there', async () => {
    const client = keep(createCamundaClient({ environment: { CAMUNDA_REST_ADDRESS: 'http://127.0.0.1:9' } }));
    const error = await client.getTopology().catch((reason: unknown) => reason);
    if (!NetworkError.isInstance(error)) throw error;
    const shown = `${error.message} ${Reflect.get(error, 'hint')}`;
    expect(shown).toContain('127.0.0.1:9');
    expect(shown).toContain('CAMUNDA_REST_ADDRESS');
  });

  it('works a process to its end without a socket', async () => {
    const engine = keep(createEngine());
    const client = keep(createCamundaClient({ environment: {}, fetch: engine.fetch }));
    await client.createDeployment({ resources: [new File([MODEL], 'greeting.bpmn')] });
    client.createJobWorker({
      jobType: 'greet',
      jobHandler: (job) => {
        if (job.variables.name === 'nobody') throw new JobError('RUDE', 'nobody is there');
        return { greeting: `Hello ${job.variables.name}` };
      },
    });
    const create = (name: string) =>
      client.createProcessInstance({
        processDefinitionId: 'greeting',
        variables: { name },
        awaitCompletion: true,
      });
    const [greeted, refused] = await Promise.all([create('Ada'), create('nobody')]);
    expect(greeted.variables).toEqual({ name: 'Ada', greeting: 'Hello Ada' });
    expect(refused.variables).toEqual({ name: 'nobody' });
  });
});

describe('close', () => {
  it('drains the workers, and leaves nothing that keeps the process alive', async () => {
    const engine = keep(await startEngine({ port: 0 }));
    const before = process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap').length;
    const client = createCamundaClient({ environment: {}, config: { CAMUNDA_REST_ADDRESS: engine.address } });
    await client.createDeployment({ resources: [new File([MODEL], 'greeting.bpmn')] });
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    client.createJobWorker({
      jobType: 'greet',
      jobHandler: async () => {
        started.resolve();
        await release.promise;
        return { greeting: 'late' };
      },
    });
    const { processInstanceKey } = await client.createProcessInstance({ processDefinitionId: 'greeting' });
    await started.promise;
    const closing = client.close();
    release.resolve();
    await closing;
    const state = await (await fetch(`${engine.address}/process-instances/${processInstanceKey}`)).json();
    expect(state).toMatchObject({ state: 'COMPLETED' });
    await expect(client.getTopology()).rejects.toMatchObject({ name: 'ClosedError' });
    expect(client.getWorkers()).toEqual([]);
    await expect
      .poll(() => process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap').length)
      .toBeLessThanOrEqual(before + 2);
  });

  it('is the same promise when it is asked for twice, and what `await using` calls', async () => {
    const client = createCamundaClient({ environment: {} });
    const first = client.close();
    expect(client.close()).toBe(first);
    await first;
    await client[Symbol.asyncDispose]();
  });
});

describe('createJobWorker', () => {
  it('refuses a closed client, whose workers would never get a job', async () => {
    const client = createCamundaClient({ environment: {} });
    await client.close();
    const create = () => client.createJobWorker({ jobType: 'greet', jobHandler: () => undefined });
    expect(create).toThrow(expect.objectContaining({ code: 'TRANSPORT_CLOSED' }));
    expect(client.getWorkers()).toEqual([]);
  });

  it.each([{ graceMs: Number.NaN }, { graceMs: 'x' }, { grace: 5 }])(
    'is not closed, not even by half, when it is told nonsense: %o',
    async (options) => {
      const engine = keep(createEngine());
      const client = keep(createCamundaClient({ environment: {}, fetch: engine.fetch }));
      client.createJobWorker({ jobType: 'greet', jobHandler: () => undefined });
      await expect(client.close(options as never)).rejects.toMatchObject({
        code: 'WORKER_CONFIGURATION_INVALID',
      });
      expect(client.getWorkers()).toHaveLength(1);
      expect(await client.getTopology()).toBeDefined();
      await client.close({ graceMs: 0 });
    },
  );

  it('forgets a worker that was stopped by itself, and knows it again when it is started anew', async () => {
    const engine = keep(createEngine());
    const client = keep(createCamundaClient({ environment: {}, fetch: engine.fetch }));
    const worker = client.createJobWorker({ jobType: 'greet', jobHandler: () => undefined });
    await worker.stop();
    expect(client.getWorkers()).toEqual([]);
    worker.start();
    expect(client.getWorkers()).toHaveLength(1);
  });

  it('inherits the settings, and is listed until it is stopped', async () => {
    const engine = keep(createEngine());
    const config = { CAMUNDA_WORKER_MAX_CONCURRENT_JOBS: '3', CAMUNDA_WORKER_NAME: 'night-shift' };
    const client = keep(createCamundaClient({ environment: {}, config, fetch: engine.fetch }));
    const worker = client.createJobWorker({
      jobType: 'greet',
      autoStart: false,
      jobHandler: () => undefined,
    });
    expect(worker.status()).toMatchObject({ maxConcurrentJobs: 3, workerName: 'night-shift', state: 'idle' });
    worker.start();
    expect(client.getWorkers()).toEqual([worker]);
    const reports = await client.stopAllWorkers();
    expect(reports).toMatchObject([{ drained: true, left: [] }]);
    expect(client.getWorkers()).toEqual([]);
  });
});
