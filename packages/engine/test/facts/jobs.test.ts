import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  errorEvent,
  extensions,
  flows,
  mapping,
  oneTask,
  serviceTask,
  start,
} from '../bpmn.ts';
import { on } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

const deployed = async (model = oneTask(), options = {}) => {
  const engine = new TestEngine(options);
  await engine.deploy(model);
  return engine;
};
const of = (engine: TestEngine, jobKey: string) => {
  const post = (what: string, body: object = {}) => engine.call('POST', `/jobs/${jobKey}/${what}`, body);
  return {
    complete: (body?: object) => post('completion', body),
    fail: (body?: object) => post('failure', body),
    error: (body?: object) => post('error', body),
    update: (changeset: object, more: object = {}) =>
      engine.call('PATCH', `/jobs/${jobKey}`, { changeset, ...more }),
    row: async () => (await engine.search('jobs', { jobKey }))[0],
  };
};
const stateAfter = ({ status, body }: { status: number; body: { title?: string } }) => [status, body.title];

describe('what a job command answers (3.11, 3.22)', () => {
  it.each(['completion', 'failure', 'error'])('%s of a job that is complete: 404 NOT_FOUND', async (what) => {
    const engine = await deployed();
    await engine.create('one-task');
    const [job] = await engine.activate('work');
    await of(engine, job.jobKey).complete();
    const answer = await engine.call('POST', `/jobs/${job.jobKey}/${what}`, { errorCode: 'E' });
    expect(stateAfter(answer)).toEqual([404, 'NOT_FOUND']);
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      status: 404,
      instance: `/v2/jobs/${job.jobKey}/${what}`,
    });
    expect(answer.body.detail).toMatch(
      /^Command '(COMPLETE|FAIL|THROW_ERROR)' rejected with code 'NOT_FOUND': /,
    );
  });

  it('update of a job that is complete or was never there: 404', async () => {
    const engine = await deployed();
    await engine.create('one-task');
    const [job] = await engine.activate('work');
    await of(engine, job.jobKey).complete();
    expect(stateAfter(await of(engine, job.jobKey).update({ retries: 1 }))).toEqual([404, 'NOT_FOUND']);
    expect(stateAfter(await of(engine, '2251799813999999').update({ retries: 1 }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
  });

  it('a job without retries refuses complete, fail and error with 409 until its incident is resolved', async () => {
    const engine = await deployed();
    await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    const job = of(engine, jobKey);
    expect((await job.fail({ retries: 0, errorMessage: 'no' })).status).toBe(204);
    expect(stateAfter(await job.complete())).toEqual([409, 'INVALID_STATE']);
    expect(stateAfter(await job.fail({ retries: 2 }))).toEqual([409, 'INVALID_STATE']);
    expect(stateAfter(await job.error({ errorCode: 'E' }))).toEqual([409, 'INVALID_STATE']);
    expect(await job.row()).toMatchObject({
      state: 'FAILED',
      retries: 0,
      errorMessage: 'no',
      hasFailedWithRetriesLeft: false,
    });
  });

  it('a job that was never activated can be completed, failed and thrown from', async () => {
    const engine = await deployed();
    for (const what of ['complete', 'fail', 'error'] as const) {
      await engine.create('one-task');
      const [{ jobKey }] = await engine.search('jobs', { state: 'CREATED' });
      expect((await of(engine, jobKey)[what]({ errorCode: 'E' })).status).toBe(204);
    }
  });

  it('a failure without retries means 0: JOB_NO_RETRIES with the error message', async () => {
    const engine = await deployed();
    const key = await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    await of(engine, jobKey).fail({ errorMessage: 'broken' });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({
      errorType: 'JOB_NO_RETRIES',
      errorMessage: 'broken',
      jobKey,
      state: 'ACTIVE',
    });
  });

  it('resolving it while there are no retries: 409; after an update of the retries: 204, with 1 retry again', async () => {
    const engine = await deployed();
    const key = await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    await of(engine, jobKey).fail({});
    const [{ incidentKey }] = await engine.search('incidents', { processInstanceKey: key });
    expect(stateAfter(await engine.call('POST', `/incidents/${incidentKey}/resolution`))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    expect((await of(engine, jobKey).update({ retries: 1 })).status).toBe(204);
    expect(await engine.activate('work')).toEqual([]);
    expect((await engine.call('POST', `/incidents/${incidentKey}/resolution`)).status).toBe(204);
    expect(stateAfter(await engine.call('POST', `/incidents/${incidentKey}/resolution`))[0]).toBe(404);
    expect((await engine.activate('work'))[0].retries).toBe(1);
  });

  it.each([
    [{ retries: 0 }, 'retries'],
    [{ retries: -1 }, 'retries'],
    [{}, 'changeset'],
    [{ retries: null, timeout: null }, 'changeset'],
  ])('update with %j: 400 that names %s', async (changeset, name) => {
    const engine = await deployed();
    await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    const answer = await of(engine, jobKey).update(changeset);
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(name);
  });

  it('update of the timeout needs an activated job: else 409; it counts from now', async () => {
    const engine = await deployed(oneTask(), { startTime: 1_000_000 });
    await engine.create('one-task');
    const [{ jobKey }] = await engine.search('jobs');
    expect(stateAfter(await of(engine, jobKey).update({ timeout: 5000 }))).toEqual([409, 'INVALID_STATE']);
    await engine.activate('work', { timeout: 1000 });
    engine.engine.clock.advance(900);
    expect((await of(engine, jobKey).update({ timeout: 5000 })).status).toBe(204);
    engine.engine.clock.advance(4999);
    expect(await engine.activate('work')).toEqual([]);
    engine.engine.clock.advance(1);
    expect((await engine.activate('work')).length).toBe(1);
  });

  it('an error needs a code: 400; an error of an execution listener: refused', async () => {
    const engine = await deployed(
      oneTask(
        'one-task',
        'work',
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="listen"/></zeebe:executionListeners>',
      ),
    );
    await engine.create('one-task');
    const [listener] = await engine.activate('listen');
    expect((await of(engine, listener.jobKey).error({})).status).toBe(400);
    expect((await of(engine, listener.jobKey).error({ errorCode: 'E' })).status).toBe(409);
    expect(listener).toMatchObject({
      kind: 'EXECUTION_LISTENER',
      listenerEventType: 'START',
      userTask: null,
    });
  });
});

describe('the life of a job (3.11)', () => {
  it('highest priority first, then the oldest key; an update of the priority moves it', async () => {
    const engine = await deployed(
      oneTask('one-task', 'work', '<zeebe:jobPriorityDefinition priority="=p"/>'),
    );
    const keys: string[] = [];
    for (const p of [1, 5, 5, -3]) {
      keys.push(await engine.create('one-task', { p }));
    }
    const rows = await engine.search('jobs', { processInstanceKey: keys[3] });
    await of(engine, rows[0].jobKey).update({ priority: 9 });
    const jobs = await engine.activate('work');
    expect(jobs.map(({ processInstanceKey }) => keys.indexOf(processInstanceKey))).toEqual([3, 1, 2, 0]);
    expect(jobs[0].priority).toBe(9);
  });

  it('maxJobsToActivate is a maximum, and an activated job is not handed out again before its deadline', async () => {
    const engine = await deployed(oneTask(), { startTime: 0 });
    for (let index = 0; index < 3; index++) {
      await engine.create('one-task');
    }
    expect((await engine.activate('work', { maxJobsToActivate: 2, timeout: 1000 })).length).toBe(2);
    expect((await engine.activate('work', { timeout: 1000 })).length).toBe(1);
    engine.engine.clock.advance(999);
    expect((await engine.activate('work')).length).toBe(0);
    engine.engine.clock.advance(1);
    const again = await engine.activate('work');
    expect(again.length).toBe(3);
    expect(again.map(({ retries }) => retries)).toEqual([3, 3, 3]);
  });

  it('the late worker’s completion counts although another has the job; then the second gets 404', async () => {
    const engine = await deployed(oneTask(), { startTime: 0 });
    const key = await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work', { timeout: 10 });
    engine.engine.clock.advance(10);
    expect((await engine.activate('work')).length).toBe(1);
    expect((await of(engine, jobKey).complete({ variables: { first: true } })).status).toBe(204);
    expect((await of(engine, jobKey).complete()).status).toBe(404);
    expect(await engine.variablesOf(key)).toEqual({ first: true });
  });

  it('with a lease the stale token is refused with 409 and the fresh one taken; update needs none, but takes no stale one', async () => {
    const engine = await deployed(oneTask(), { startTime: 0 });
    await engine.create('one-task');
    const [one] = await engine.activate('work', { timeout: 10, withLease: true });
    engine.engine.clock.advance(10);
    const [two] = await engine.activate('work', { withLease: true });
    const job = of(engine, one.jobKey);
    expect(one.leaseToken).not.toBe(two.leaseToken);
    expect(stateAfter(await job.complete({ leaseToken: one.leaseToken }))).toEqual([409, 'INVALID_STATE']);
    expect(stateAfter(await job.complete({}))).toEqual([409, 'INVALID_STATE']);
    expect(stateAfter(await job.fail({ retries: 1, leaseToken: one.leaseToken }))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    expect(stateAfter(await job.error({ errorCode: 'E', leaseToken: one.leaseToken }))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    expect(stateAfter(await job.update({ retries: 9 }, { leaseToken: one.leaseToken }))).toEqual([
      409,
      'INVALID_STATE',
    ]);
    expect((await job.update({ retries: 8 }, { leaseToken: two.leaseToken })).status).toBe(204);
    expect((await job.update({ retries: 7 })).status).toBe(204);
    expect((await job.complete({ leaseToken: two.leaseToken })).status).toBe(204);
  });

  it('a back-off holds the job back in engine time; an update of its retries meanwhile does not shorten it', async () => {
    const engine = await deployed(oneTask(), { startTime: 0 });
    await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    await of(engine, jobKey).fail({ retries: 2, retryBackOff: 5000 });
    await of(engine, jobKey).update({ retries: 9 });
    expect(await engine.activate('work')).toEqual([]);
    engine.engine.clock.advance(4999);
    expect(await engine.activate('work')).toEqual([]);
    engine.engine.clock.advance(1);
    expect((await engine.activate('work'))[0].retries).toBe(9);
  });

  it('a job in its back-off can be cancelled with its task, and does not come back', async () => {
    const model = bpmn(
      'p',
      `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}${boundary('late', 'task', on.timer('duration', 'PT1S'))}${element('endEvent', 'gone')}${flows('late gone')}`,
    );
    const engine = await deployed(model, { startTime: 0 });
    const key = await engine.create('p');
    const [{ jobKey }] = await engine.activate('work');
    await of(engine, jobKey).fail({ retries: 2, retryBackOff: 5000 });
    engine.engine.clock.advance(10_000);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect(await engine.activate('work')).toEqual([]);
    expect((await of(engine, jobKey).row()).state).toBe('CANCELED');
    expect((await of(engine, jobKey).complete()).status).toBe(404);
  });

  it('fetchVariable takes only those names, all visible from the task; customHeaders are texts, and every nullable member is there', async () => {
    const engine = await deployed(
      oneTask(
        'one-task',
        'work',
        `<zeebe:taskHeaders><zeebe:header key="h" value="1"/></zeebe:taskHeaders>${mapping({ inputs: { local: '=1' } })}`,
      ),
    );
    await engine.create('one-task', { a: 1, b: null, c: 3 }, { tags: ['t'] });
    const [job] = await engine.activate('work', { fetchVariable: ['b', 'local', 'missing'] });
    expect(job.variables).toEqual({ b: null, local: 1 });
    expect(job.customHeaders).toEqual({ h: '1' });
    expect(typeof job.deadline).toBe('number');
    expect(job).toMatchObject({
      worker: 'test',
      retries: 3,
      kind: 'BPMN_ELEMENT',
      tenantId: '<default>',
      tags: ['t'],
      elementId: 'task',
      userTask: null,
      businessId: null,
    });
    expect(job.listenerEventType).toBe('UNSPECIFIED');
  });

  it('retries from an expression; a negative or non-integer number is an incident', async () => {
    const engine = await deployed(
      bpmn('p', `${start}${serviceTask('task', 'work', '', '=r')}${flows('start task')}`),
    );
    await engine.create('p', { r: 5 });
    expect((await engine.activate('work'))[0].retries).toBe(5);
    const key = await engine.create('p', { r: 'many' });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'task', jobKey: null });
  });

  it('a resolved expression failure runs the input mappings again', async () => {
    const engine = await deployed(
      bpmn(
        'p',
        `${start}${serviceTask('task', '=name', mapping({ inputs: { copy: '=x' } }))}${flows('start task')}`,
      ),
    );
    const key = await engine.create('p', { x: 1 });
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident.errorType).toBe('EXTRACT_VALUE_ERROR');
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { x: 2, name: 'work' } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    const [job] = await engine.activate('work');
    expect(job.variables.copy).toBe(2);
  });

  it('a failed output mapping holds the element in its completion; resolving goes on from there, not with a new job', async () => {
    const engine = await deployed(
      oneTask('one-task', 'work', mapping({ outputs: { out: '=assert(x, x != null)' } })),
    );
    const key = await engine.create('one-task');
    const [job] = await engine.activate('work');
    expect((await of(engine, job.jobKey).complete()).status).toBe(204);
    const [incident] = await engine.search('incidents', { processInstanceKey: key });
    expect(incident).toMatchObject({ errorType: 'IO_MAPPING_ERROR', elementId: 'task' });
    expect((await engine.call('GET', `/process-instances/${key}`)).body.hasIncident).toBe(true);
    await engine.call('PUT', `/element-instances/${key}/variables`, { variables: { x: 4 } });
    await engine.call('POST', `/incidents/${incident.incidentKey}/resolution`);
    expect(await engine.stateOf(key)).toBe('COMPLETED');
    expect((await engine.search('jobs', { processInstanceKey: key })).length).toBe(1);
    expect(await engine.variablesOf(key)).toMatchObject({ out: 4 });
  });

  it('an error with variables: the boundary event’s output mappings decide what goes on, without them all of it', async () => {
    const model = (extra: string) =>
      bpmn(
        'p',
        `${start}${serviceTask('task', 'work')}${end}${flows('start task end')}<bpmn:boundaryEvent id="caught" attachedToRef="task">${extra}${errorEvent()}</bpmn:boundaryEvent>${element('endEvent', 'e2')}${flows('caught e2')}`,
      );
    for (const [extra, expected] of [
      ['', { code: 1, other: 2 }],
      [extensions(mapping({ outputs: { reason: '=code' } })), { reason: 1 }],
    ] as const) {
      const engine = await deployed(model(extra));
      const key = await engine.create('p');
      const [job] = await engine.activate('work');
      await of(engine, job.jobKey).error({ errorCode: 'E', variables: { code: 1, other: 2 } });
      expect(await engine.variablesOf(key)).toEqual(expected);
      expect(await engine.history(key)).toEqual([
        'start COMPLETED',
        'task TERMINATED',
        'caught COMPLETED',
        'e2 COMPLETED',
      ]);
    }
  });
});

describe('long polls (3.11)', () => {
  const poll = (engine: TestEngine, more: object = {}, init: RequestInit = {}) =>
    engine.call(
      'POST',
      '/jobs/activation',
      { type: 'work', worker: 'w', timeout: 1000, maxJobsToActivate: 5, requestTimeout: 20_000, ...more },
      init,
    );

  it('requestTimeout < 0 answers at once, 0 waits for the default', async () => {
    const engine = await deployed(oneTask(), { longPollTimeoutMs: 60_000 });
    expect((await poll(engine, { requestTimeout: -1 })).body).toEqual({ jobs: [] });
    const waits = poll(engine, { requestTimeout: 0 });
    await engine.create('one-task');
    expect((await waits).body.jobs.length).toBe(1);
  });

  it('a pinned clock does not hang a waiter: its time is wall time', async () => {
    const engine = await deployed(oneTask(), { startTime: 0 });
    expect((await poll(engine, { requestTimeout: 30 })).body).toEqual({ jobs: [] });
  });

  it('of two waiters the first gets the job, the second the next; each up to its maximum', async () => {
    const engine = await deployed();
    const first = poll(engine, { worker: 'one' });
    const second = poll(engine, { worker: 'two' });
    await engine.create('one-task');
    expect((await first).body.jobs[0].worker).toBe('one');
    await engine.create('one-task');
    expect((await second).body.jobs[0].worker).toBe('two');
  });

  it('a waiter that has gone away gets nothing: the next one in the queue does', async () => {
    const engine = await deployed();
    const controller = new AbortController();
    const gone = poll(
      engine,
      { worker: 'gone' },
      {
        method: 'POST',
        body: JSON.stringify({
          type: 'work',
          worker: 'gone',
          timeout: 1000,
          maxJobsToActivate: 5,
          requestTimeout: 20_000,
        }),
        headers: { 'content-type': 'application/json' },
        signal: controller.signal,
      },
    ).catch(() => 'gone');
    const stays = poll(engine, { worker: 'stays' });
    controller.abort();
    expect(await gone).toBe('gone');
    await engine.create('one-task');
    expect((await stays).body.jobs.map(({ worker }: { worker: string }) => worker)).toEqual(['stays']);
  });

  it('a waiter is woken by whatever makes a job activatable: a time-out, a back-off, an incident that is resolved', async () => {
    const engine = await deployed(oneTask(), { startTime: 0 });
    const key = await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work', { timeout: 100 });
    let waits = poll(engine);
    engine.engine.clock.advance(100);
    expect((await waits).body.jobs[0].jobKey).toBe(jobKey);
    await of(engine, jobKey).fail({ retries: 1, retryBackOff: 50 });
    waits = poll(engine);
    engine.engine.clock.advance(50);
    expect((await waits).body.jobs[0].jobKey).toBe(jobKey);
    await of(engine, jobKey).fail({ retries: 0 });
    waits = poll(engine);
    await of(engine, jobKey).update({ retries: 1 });
    const [{ incidentKey }] = await engine.search('incidents', { processInstanceKey: key, state: 'ACTIVE' });
    await engine.call('POST', `/incidents/${incidentKey}/resolution`);
    expect((await waits).body.jobs[0].jobKey).toBe(jobKey);
  });

  it('a failure with retries left hands the job to who waits', async () => {
    const engine = await deployed();
    await engine.create('one-task');
    const [{ jobKey }] = await engine.activate('work');
    const waits = poll(engine, { worker: 'next' });
    await of(engine, jobKey).fail({ retries: 1 });
    expect((await waits).body.jobs[0]).toMatchObject({ jobKey, worker: 'next', retries: 1 });
  });

  it('with multi-tenancy off any tenant but <default> is 400', async () => {
    const engine = await deployed();
    expect((await poll(engine, { tenantIds: ['other'] })).status).toBe(400);
    expect((await poll(engine, { tenantIds: ['<default>'], requestTimeout: -1 })).status).toBe(200);
  });
});
