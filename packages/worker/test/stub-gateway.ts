import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the gateway got it. */
export interface RecordedRequest {
  readonly operation: 'activate' | 'completion' | 'failure' | 'error' | 'update' | 'topology' | 'other';
  readonly method: string;
  readonly path: string;
  readonly jobKey: string | undefined;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
  readonly at: number;
}

/** What the gateway does with a request instead of answering it rightly. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown }
  | { readonly kind: 'reset' }
  /** Does what was asked, and drops the connection instead of answering. */
  | { readonly kind: 'resetAfterEffect' }
  | { readonly kind: 'hang' }
  /** Does what was asked, and answers later. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Does what was asked, and answers when the promise resolves. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> };

interface StubJob {
  readonly jobKey: string;
  readonly type: string;
  readonly variables: Record<string, unknown>;
  retries: number;
  deadline: number;
  state: 'activatable' | 'activated' | 'ended';
  leaseToken: string | null;
}

/** A small gateway on a real socket: jobs with locks, long polling, and faults on demand. It records every request. */
export class StubGateway {
  readonly requests: RecordedRequest[] = [];
  readonly jobs = new Map<string, StubJob>();
  /** Asked for every request; what it gives is done instead of the right thing. */
  fault: (request: RecordedRequest) => Fault | undefined = () => undefined;
  /** Activations that wait for jobs now. */
  openPolls = 0;
  /** Milliseconds that an activation waits for jobs. 0 answers at once. */
  holdMs = 10_000;
  version = '8.9.0';
  /** Changes the answer of an activation before it is sent. */
  shapeJob: (job: Record<string, unknown>) => Record<string, unknown> = (job) => job;
  /** Called when an answer has been sent. */
  onAnswer: (request: RecordedRequest) => void = () => {};
  /** The variables of all jobs as JSON text, instead of their own: for numbers that JavaScript cannot hold. */
  rawVariables: string | undefined;
  readonly #server: Server;
  readonly #waiting = new Set<() => void>();
  #nextKey = 1;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<StubGateway> {
    const server = createServer();
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StubGateway(server);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v2`;
  }

  of(operation: RecordedRequest['operation']): RecordedRequest[] {
    return this.requests.filter((request) => request.operation === operation);
  }

  add(
    count = 1,
    options: { type?: string; retries?: number; variables?: Record<string, unknown> } = {},
  ): string[] {
    const keys: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const jobKey = String(this.#nextKey++);
      keys.push(jobKey);
      const { type = 'work', retries = 3, variables = {} } = options;
      this.jobs.set(jobKey, {
        jobKey,
        type,
        variables,
        retries,
        deadline: 0,
        state: 'activatable',
        leaseToken: null,
      });
    }
    for (const wake of [...this.#waiting]) wake();
    return keys;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const recorded = record(request, text);
    this.requests.push(recorded);
    const fault = this.fault(recorded);
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status')
      return send(response, fault.status, fault.body ?? { title: 'fault', status: fault.status });
    const answer =
      recorded.operation === 'activate' ? await this.#activate(recorded, request) : this.#command(recorded);
    if (fault?.kind === 'resetAfterEffect') return void request.socket.destroy();
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault?.kind === 'hold') await fault.until;
    if (!response.destroyed) send(response, answer.status, answer.body, this.rawVariables);
    this.onAnswer(recorded);
  }

  async #activate(
    recorded: RecordedRequest,
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown }> {
    const asked = recorded.body as {
      type: string;
      maxJobsToActivate: number;
      requestTimeout?: number;
      timeout: number;
      withLease?: boolean;
    };
    const holdMs =
      asked.requestTimeout === undefined || asked.requestTimeout === 0 ? this.holdMs : asked.requestTimeout;
    const until = Date.now() + holdMs;
    let isGone = false;
    const onClose = (): void => {
      isGone = true;
      for (const wake of [...this.#waiting]) wake();
    };
    request.socket.once('close', onClose);
    this.openPolls += 1;
    let found = this.#ready(asked.type);
    while (found.length === 0 && Date.now() < until && !isGone) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.min(50, Math.max(1, until - Date.now())));
        this.#waiting.add(wake);
      });
      found = this.#ready(asked.type);
    }
    request.socket.off('close', onClose);
    this.openPolls -= 1;
    if (isGone) return { status: 200, body: { jobs: [] } };
    const jobs = found.slice(0, asked.maxJobsToActivate).map((job) => {
      job.state = 'activated';
      job.deadline = Date.now() + asked.timeout;
      job.leaseToken = asked.withLease === true ? `lease-${job.jobKey}-${job.deadline}` : null;
      return this.shapeJob(activated(job, String(recorded.body.worker)));
    });
    return { status: 200, body: { jobs } };
  }

  #ready(type: string): StubJob[] {
    const now = Date.now();
    return [...this.jobs.values()].filter(
      (job) =>
        job.type === type &&
        (job.state === 'activatable' || (job.state === 'activated' && job.deadline <= now)),
    );
  }

  #command(recorded: RecordedRequest): { status: number; body: unknown } {
    if (recorded.operation === 'topology')
      return { status: 200, body: { gatewayVersion: this.version, brokers: [] } };
    const job = this.jobs.get(recorded.jobKey ?? '');
    if (job === undefined || job.state === 'ended')
      return { status: 404, body: { title: 'NOT_FOUND', status: 404 } };
    const token = recorded.body.leaseToken ?? null;
    if (job.leaseToken !== null && recorded.operation !== 'update' && token !== job.leaseToken) {
      return { status: 409, body: { title: 'INVALID_STATE', status: 409 } };
    }
    if (recorded.operation === 'update') {
      if (job.state !== 'activated') return { status: 409, body: { title: 'INVALID_STATE', status: 409 } };
      job.deadline = Date.now() + (recorded.body.changeset as { timeout: number }).timeout;
    } else if (recorded.operation === 'failure') {
      job.retries = Number(recorded.body.retries ?? 0);
      job.state = job.retries > 0 ? 'activatable' : 'ended';
    } else {
      job.state = 'ended';
    }
    return { status: 204, body: undefined };
  }
}

function record(request: IncomingMessage, text: string): RecordedRequest {
  const path = request.url ?? '';
  const method = request.method ?? '';
  const match = /\/jobs\/([^/]+)(?:\/(completion|failure|error))?$/.exec(path);
  const operation = path.endsWith('/jobs/activation')
    ? 'activate'
    : path.endsWith('/topology')
      ? 'topology'
      : ((match?.[2] as RecordedRequest['operation'] | undefined) ??
        (method === 'PATCH' ? 'update' : 'other'));
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return {
    operation,
    method,
    path,
    jobKey: operation === 'activate' ? undefined : match?.[1],
    body,
    text,
    headers: request.headers,
    at: performance.now(),
  };
}

function activated(job: StubJob, worker: string): Record<string, unknown> {
  return {
    type: job.type,
    processDefinitionId: 'process',
    processDefinitionVersion: 1,
    elementId: 'task',
    customHeaders: {},
    worker,
    retries: job.retries,
    deadline: job.deadline,
    variables: job.variables,
    tenantId: '<default>',
    jobKey: job.jobKey,
    processInstanceKey: `1${job.jobKey}`,
    processDefinitionKey: '2',
    elementInstanceKey: '3',
    kind: 'BPMN_ELEMENT',
    listenerEventType: 'UNSPECIFIED',
    userTask: null,
    tags: [],
    rootProcessInstanceKey: `1${job.jobKey}`,
    businessId: null,
    priority: 0,
    leaseToken: job.leaseToken,
    physicalTenantId: 'default',
  };
}

function send(response: ServerResponse, status: number, body: unknown, rawVariables?: string): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const json = JSON.stringify(body);
  const text =
    rawVariables === undefined ? json : json.replaceAll('"variables":{}', `"variables":${rawVariables}`);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}
