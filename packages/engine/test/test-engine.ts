import type { FetchLike } from '@camunda/core';
import { onTestFinished } from 'vitest';
import { buildEngine } from '../src/create-engine.ts';
import type { Engine } from '../src/engine.ts';
import type { ApiVersion } from '../src/http/api-profile.ts';
import type { EngineOptions } from '../src/runtime/engine-options.ts';
import { checkSurvival } from './check-survival.ts';
import { checkedFetch } from './response-checker.ts';

/** What an operation answered. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers freely; the response checker has checked their shape
  readonly body: any;
}

/** Calls an engine's API, every answer checked against the specification. */
export class TestClient {
  readonly fetch: FetchLike;

  constructor(fetch: FetchLike, apiVersion?: ApiVersion) {
    this.fetch = checkedFetch(fetch, apiVersion);
  }

  /** Calls an operation by method and path below `/v2`; status and parsed body. */
  async call(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Answer> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await this.fetch(`http://localhost/v2${path}`, {
      method,
      ...(body === undefined ? {} : { body: payload, headers: { 'content-type': 'application/json' } }),
      ...init,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  /** Creates an instance of the newest version; its key. */
  async create(processDefinitionId: string, variables: object = {}, more: object = {}): Promise<string> {
    const { status, body } = await this.call('POST', '/process-instances', {
      processDefinitionId,
      variables,
      ...more,
    });
    if (status !== 200) {
      throw new Error(`create answered ${status}: ${body.detail}`);
    }
    return body.processInstanceKey;
  }

  /** Takes jobs that are there already. */
  // biome-ignore lint/suspicious/noExplicitAny: see Answer
  async activate(type: string, more: object = {}): Promise<any[]> {
    const { body } = await this.call('POST', '/jobs/activation', {
      type,
      worker: 'test',
      timeout: 60_000,
      maxJobsToActivate: 100,
      requestTimeout: -1,
      ...more,
    });
    return body.jobs;
  }

  /** Takes the jobs of a type and completes them all with the same variables; how many there were. */
  async work(type: string, variables: object = {}): Promise<number> {
    const jobs = await this.activate(type);
    for (const { jobKey } of jobs) {
      await this.call('POST', `/jobs/${jobKey}/completion`, { variables });
    }
    return jobs.length;
  }

  /** All items of a search. */
  // biome-ignore lint/suspicious/noExplicitAny: see Answer
  async search(what: string, filter: object = {}, more: object = {}): Promise<any[]> {
    const { status, body } = await this.call('POST', `/${what}/search`, { filter, ...more });
    if (status !== 200) {
      throw new Error(`search of ${what} answered ${status}: ${body.detail}`);
    }
    return body.items;
  }

  /** The state of a process instance. */
  async stateOf(processInstanceKey: string): Promise<string> {
    const { body } = await this.call('GET', `/process-instances/${processInstanceKey}`);
    return body.state;
  }

  /** The variables of one scope, parsed. */
  async variablesOf(scopeKey: string): Promise<Record<string, unknown>> {
    const items = await this.search('variables', { scopeKey });
    return Object.fromEntries(items.map(({ name, value }) => [name, JSON.parse(value)]));
  }

  /** The element ids that took part in an instance, in order, with their states: `task COMPLETED`. */
  async history(processInstanceKey: string): Promise<string[]> {
    const items = await this.search('element-instances', { processInstanceKey });
    return items
      .filter(({ type }) => type !== 'PROCESS')
      .map(({ elementId, state }) => `${elementId} ${state}`);
  }
}

/** An engine that closes itself after the test, once it is seen that all that it has become would survive; and a client of it. */
export class TestEngine extends TestClient {
  readonly engine: Engine;

  constructor(options: EngineOptions = {}) {
    const { engine, core } = buildEngine({ longPollTimeoutMs: 50, ...options });
    super(engine.fetch, options.apiVersion);
    this.engine = engine;
    onTestFinished(async () => {
      await checkSurvival(core);
      await engine.close();
    });
  }

  /** Deploys BPMN text. */
  async deploy(content: string, name = 'test.bpmn'): Promise<void> {
    await this.engine.deploy({ name, content });
  }
}
