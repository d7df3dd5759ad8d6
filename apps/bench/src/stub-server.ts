import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * A gateway that costs as little as a gateway can: it answers from memory, in a process of its own.
 *
 * - `GET /v2/topology`: a small JSON document
 * - `POST /v2/jobs/activation`: as many jobs as asked for, until `BENCH_JOBS` were handed out; then it holds the request
 *   for its `requestTimeout` (at most 10 s)
 * - any other `POST`: 204
 * - `GET /stats`: how often each of them was asked, and how many jobs were handed out
 */
const TOPOLOGY = JSON.stringify({
  brokers: [],
  clusterSize: 1,
  partitionsCount: 1,
  replicationFactor: 1,
  gatewayVersion: '8.9.0',
  lastCompletedChangeId: '1',
});

const stats = { topology: 0, activation: 0, acknowledgement: 0, jobs: 0 };
let jobsLeft = Number(process.env.BENCH_JOBS ?? 0);
let nextKey = 2_251_799_813_685_249;

const server = createServer((request, response) => {
  if (request.method === 'GET')
    return request.url === '/stats' ? send(response, JSON.stringify(stats)) : topology(response);
  return request.url?.endsWith('/jobs/activation')
    ? activate(request, response)
    : acknowledge(request, response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : 0);
});
process.on('disconnect', () => process.exit(0));

function topology(response: ServerResponse): void {
  stats.topology += 1;
  send(response, TOPOLOGY);
}

function acknowledge(request: IncomingMessage, response: ServerResponse): void {
  stats.acknowledgement += 1;
  request.resume().on('end', () => response.writeHead(204).end());
}

function activate(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    stats.activation += 1;
    const { maxJobsToActivate = 1, requestTimeout = 0, type = '', timeout = 0 } = JSON.parse(body);
    const count = Math.min(maxJobsToActivate, jobsLeft);
    if (count > 0) {
      jobsLeft -= count;
      stats.jobs += count;
      return send(
        response,
        JSON.stringify({ jobs: Array.from({ length: count }, () => job(type, timeout)) }),
      );
    }
    const timer = setTimeout(() => send(response, '{"jobs":[]}'), Math.min(requestTimeout || 10_000, 10_000));
    response.on('close', () => clearTimeout(timer));
  });
}

function send(response: ServerResponse, json: string): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) })
    .end(json);
}

function job(type: string, timeoutMs: number): object {
  nextKey += 1;
  return {
    type,
    processDefinitionId: 'bench',
    processDefinitionVersion: 1,
    elementId: 'task',
    customHeaders: {},
    worker: 'bench',
    retries: 3,
    deadline: Date.now() + timeoutMs,
    variables: { order: { article: 'anvil', quantity: 1 }, note: 'a short text' },
    tenantId: '<default>',
    jobKey: String(nextKey),
    processInstanceKey: '2251799813685300',
    processDefinitionKey: '2251799813685301',
    elementInstanceKey: '2251799813685302',
    rootProcessInstanceKey: '2251799813685300',
    kind: 'BPMN_ELEMENT',
    listenerEventType: 'UNSPECIFIED',
    userTask: null,
    tags: [],
  };
}
