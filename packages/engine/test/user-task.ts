import { expect } from 'vitest';
import { boundary, bpmn, element, end, extensions, flows, start } from './bpmn.ts';
import { on } from './events.ts';
import { type Answer, TestEngine } from './test-engine.ts';

/** The task listeners of a model: `listeners('assigning check', 'completing audit')` names event and job type. */
export function listeners(...list: string[]): string {
  const each = list.map((one) => {
    const [eventType, type, retries = '3'] = one.split(' ');
    return `<zeebe:taskListener eventType="${eventType}" type="${type}" retries="${retries}"/>`;
  });
  return `<zeebe:taskListeners>${each.join('')}</zeebe:taskListeners>`;
}

/** start → user task with these extensions (and a timer of one minute that interrupts it) → end. */
export function userTaskModel(inside = ''): string {
  const task = element('userTask', 'task', extensions(`<zeebe:userTask/>${inside}`));
  const late = boundary('late', 'task', on.timer('duration', 'PT1M'));
  return bpmn('p', `${start}${task}${late}${end}${flows('start task end')}`);
}

/** An engine with one user task, and what a person and a listener do with it. */
export class UserTaskScene {
  readonly engine: TestEngine;
  instance = '';
  path = '';

  private constructor(engine: TestEngine) {
    this.engine = engine;
  }

  /** Starts an instance; the task may still be in its creation. */
  static async begin(inside = '', variables: object = {}, options: object = {}): Promise<UserTaskScene> {
    const engine = new TestEngine({ requestTimeoutMs: 5000, ...options });
    await engine.deploy(userTaskModel(inside));
    return new UserTaskScene(engine).start(variables);
  }

  /** Starts another instance of the same model. */
  async start(variables: object = {}): Promise<this> {
    this.instance = await this.engine.create('p', variables);
    const [task] = await this.engine.search('user-tasks', { processInstanceKey: this.instance });
    this.path = `/user-tasks/${task?.userTaskKey}`;
    return this;
  }

  /** The task as the API shows it. */
  async task() {
    return (await this.engine.call('GET', this.path)).body;
  }

  assign(assignee: string, more: object = {}): Promise<Answer> {
    return this.engine.call('POST', `${this.path}/assignment`, { assignee, ...more });
  }

  update(changeset: object, more: object = {}): Promise<Answer> {
    return this.engine.call('PATCH', this.path, { changeset, ...more });
  }

  complete(body: object = {}): Promise<Answer> {
    return this.engine.call('POST', `${this.path}/completion`, body);
  }

  /** The jobs of a listener that are there now. */
  async jobs(type: string, more: object = {}) {
    return this.engine.activate(type, more);
  }

  /** The task as the API shows it once it is in a state. */
  async reaches(state: string) {
    await expect.poll(async () => (await this.task()).state).toBe(state);
    return this.task();
  }

  /** The one job of a listener, when it is there. */
  async job(type: string) {
    const jobs = await this.jobs(type, { requestTimeout: 5000 });
    if (jobs.length !== 1) {
      throw new Error(`there are ${jobs.length} jobs of the type ${type}`);
    }
    return jobs[0];
  }

  /** Completes the one job of a listener; what it got. */
  async listen(type: string, result?: object) {
    const job = await this.job(type);
    const { status, body } = await this.finish(job.jobKey, result);
    if (status !== 204) {
      throw new Error(`the completion of the listener ${type} answered ${status}: ${body.detail}`);
    }
    return job;
  }

  finish(jobKey: string, result?: object, more: object = {}): Promise<Answer> {
    return this.engine.call('POST', `/jobs/${jobKey}/completion`, {
      ...(result === undefined ? {} : { result: { type: 'userTask', ...result } }),
      ...more,
    });
  }
}
