import { describe, expect, it } from 'vitest';
import {
  boundary,
  bpmn,
  element,
  end,
  extensions,
  flows,
  oneTask,
  serviceTask,
  start,
  subProcess,
} from '../bpmn.ts';
import { message, on } from '../events.ts';
import { TestEngine } from '../test-engine.ts';

/** Eight instances: the first four ended, at the same moments in pairs. */
const eight = async () => {
  const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
  await engine.deploy(oneTask());
  const keys: string[] = [];
  for (let index = 0; index < 8; index++) {
    keys.push(
      await engine.create(
        'one-task',
        { index, word: `w${index % 2}` },
        index % 2 === 0 ? { businessId: `b${index}` } : {},
      ),
    );
  }
  const jobs = await engine.activate('work');
  for (let index = 0; index < 4; index++) {
    if (index % 2 === 0) {
      engine.engine.clock.advance(1000);
    }
    await engine.call('POST', `/jobs/${jobs[index].jobKey}/completion`, {});
  }
  return { engine, keys };
};
const walk = async (
  engine: TestEngine,
  what: string,
  sort: object[],
  direction: 'after' | 'before',
  limit = 3,
  first?: string,
) => {
  const pages: string[][] = [];
  let cursor = first;
  for (let count = 0; count < 10; count++) {
    const { status, body } = await engine.call('POST', `/${what}/search`, {
      sort,
      page: { limit, ...(cursor === undefined ? {} : { [direction]: cursor }) },
    });
    expect(status).toBe(200);
    if (body.items.length === 0) {
      return pages;
    }
    pages.push(body.items.map((item: { processInstanceKey: string }) => item.processInstanceKey));
    cursor = direction === 'after' ? body.page.endCursor : body.page.startCursor;
  }
  return pages;
};

describe('cursors (3.23)', () => {
  it.each([
    [[{ field: 'endDate', order: 'ASC' }]],
    [[{ field: 'endDate', order: 'DESC' }]],
    [[{ field: 'processDefinitionId' }]],
    [[{ field: 'processDefinitionId', order: 'DESC' }]],
    [[{ field: 'startDate', order: 'desc' }]],
    [
      [
        { field: 'endDate', order: 'DESC' },
        { field: 'processInstanceKey', order: 'DESC' },
      ],
    ],
    [[{ field: 'state' }, { field: 'endDate', order: 'DESC' }]],
    [[{ field: 'businessId', order: 'DESC' }]],
    [[]],
  ])('sorted by %j, pages forth and back show every row once, equal and missing values too', async (sort) => {
    const { engine, keys } = await eight();
    const all = (await engine.search('process-instances', {}, { sort })).map(
      ({ processInstanceKey }) => processInstanceKey,
    );
    expect([...all].sort()).toEqual([...keys].sort());
    expect((await walk(engine, 'process-instances', sort, 'after')).flat()).toEqual(all);
    const last = await engine.call('POST', '/process-instances/search', {
      sort,
      page: { from: 7, limit: 1 },
    });
    const back = await walk(engine, 'process-instances', sort, 'before', 3, last.body.page.startCursor);
    expect(back.reverse().flat()).toEqual(all.slice(0, 7));
  });

  it('the page in the middle of equal values survives rows that come and go', async () => {
    const { engine, keys } = await eight();
    const sort = [{ field: 'processDefinitionId' }];
    const first = await engine.call('POST', '/process-instances/search', { sort, page: { limit: 3 } });
    await engine.call('POST', `/process-instances/${keys[2]}/deletion`);
    await engine.engine.idle();
    const second = await engine.call('POST', '/process-instances/search', {
      sort,
      page: { limit: 3, after: first.body.page.endCursor },
    });
    expect(
      second.body.items.map(({ processInstanceKey }: { processInstanceKey: string }) => processInstanceKey),
    ).toEqual(keys.slice(3, 6));
  });

  it('an empty result has null cursors and no items; a page behind the end keeps the total', async () => {
    const { engine } = await eight();
    const { body } = await engine.call('POST', '/process-instances/search', {
      filter: { processDefinitionId: 'nobody' },
    });
    expect(body).toEqual({
      items: [],
      page: { totalItems: 0, hasMoreTotalItems: false, startCursor: null, endCursor: null },
    });
    const behind = await engine.call('POST', '/process-instances/search', { page: { from: 100 } });
    expect(behind.body).toMatchObject({
      items: [],
      page: { totalItems: 8, startCursor: null, endCursor: null },
    });
  });

  it('cursors are base64 of a JSON array', async () => {
    const { engine } = await eight();
    const { body } = await engine.call('POST', '/process-instances/search', {
      sort: [{ field: 'endDate' }],
      page: { limit: 1 },
    });
    const parsed = JSON.parse(Buffer.from(body.page.endCursor, 'base64').toString());
    expect(Array.isArray(parsed)).toBe(true);
  });

  it('no body and an empty body find everything', async () => {
    const { engine } = await eight();
    expect((await engine.call('POST', '/process-instances/search', {})).body.page.totalItems).toBe(8);
    expect((await engine.call('POST', '/process-instances/search')).body.page.totalItems).toBe(8);
  });
});

describe('filters (3.23)', () => {
  it.each([
    [{ endDate: { $exists: true } }, [0, 1, 2, 3]],
    [{ endDate: { $exists: false } }, [4, 5, 6, 7]],
    [{ endDate: '2030-01-01T00:00:01Z' }, [0, 1]],
    [{ endDate: { $gt: '2030-01-01T01:00:01.000+01:00' } }, [2, 3]],
    [{ endDate: { $gte: '2030-01-01T00:00:01Z', $lt: '2030-01-01T00:00:02Z' } }, [0, 1]],
    [{ endDate: { $neq: '2030-01-01T00:00:01Z' } }, [2, 3, 4, 5, 6, 7]],
    [{ state: { $neq: 'completed' } }, [4, 5, 6, 7]],
    [{ state: { $in: ['COMPLETED', 'TERMINATED'] } }, [0, 1, 2, 3]],
    [{ state: 'ACTIVE', $or: [{ businessId: 'b4' }, { businessId: 'b0' }] }, [4]],
    [
      {
        $or: [
          { state: 'COMPLETED', businessId: 'b2' },
          { businessId: { $like: 'b[46]' } },
          { businessId: { $like: '?4' } },
        ],
      },
      [2, 4],
    ],
    [{ businessId: { $exists: false } }, [1, 3, 5, 7]],
    [{ businessId: { $like: 'b*' } }, [0, 2, 4, 6]],
    [{ variables: [{ name: 'index', value: '3' }] }, [3]],
    [
      {
        variables: [
          { name: 'index', value: '3' },
          { name: 'word', value: '"w1"' },
        ],
      },
      [3],
    ],
    [
      {
        variables: [
          { name: 'index', value: '3' },
          { name: 'word', value: '"w0"' },
        ],
      },
      [],
    ],
    [{ variables: [{ name: 'word', value: { $like: '*w0*' } }] }, [0, 2, 4, 6]],
    [{ variables: [{ name: 'word', value: 'w0' }] }, []],
    [{ variables: [{ name: 'index', value: { $in: ['1', '2'] } }] }, [1, 2]],
    [
      {
        processDefinitionVersion: { $gte: 1, $lt: 2 },
        processInstanceKey: { $notIn: ['KEY0', 'KEY1', 'KEY2', 'KEY3', 'KEY4', 'KEY5'] },
      },
      [6, 7],
    ],
    [{ parentProcessInstanceKey: { $exists: false } }, [0, 1, 2, 3, 4, 5, 6, 7]],
    [{ elementId: 'task', elementInstanceState: 'ACTIVE' }, [4, 5, 6, 7]],
  ])('%j', async (filter, expected) => {
    const { engine, keys } = await eight();
    const text = JSON.stringify(filter).replace(/KEY(\d)/g, (_, index: string) => keys[Number(index)] ?? '');
    const items = await engine.search('process-instances', JSON.parse(text));
    expect(items.map(({ processInstanceKey }) => keys.indexOf(processInstanceKey))).toEqual(expected);
  });

  it('direct children of a scope; the process element; a type', async () => {
    const engine = new TestEngine();
    await engine.deploy(
      bpmn(
        'p',
        `${start}${subProcess('sub', `${element('startEvent', 's')}${serviceTask('t', 't')}${flows('s t')}`)}${flows('start sub')}${boundary('b', 'sub', on.message('m'))}${element('endEvent', 'e')}${flows('b e')}`,
        message('m', 'k'),
      ),
    );
    const key = await engine.create('p');
    const ids = (items: { elementId: string }[]) => items.map(({ elementId }) => elementId);
    expect(ids(await engine.search('element-instances', { elementInstanceScopeKey: key }))).toEqual([
      'start',
      'sub',
    ]);
    const [sub] = await engine.search('element-instances', { type: 'SUB_PROCESS' });
    expect(
      ids(await engine.search('element-instances', { elementInstanceScopeKey: sub.elementInstanceKey })),
    ).toEqual(['s', 't']);
    const [process] = await engine.search('element-instances', { type: 'PROCESS' });
    expect(process).toMatchObject({
      elementId: 'p',
      elementInstanceKey: key,
      state: 'ACTIVE',
      endDate: null,
      incidentKey: null,
    });
    expect(process.elementName).toBe('p name');
    expect(sub.elementName).not.toBeNull();
  });

  it('user tasks by their own and the process’s variables, candidates, priority and dates', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    const task = element(
      'userTask',
      'u',
      extensions(
        '<zeebe:userTask/><zeebe:assignmentDefinition assignee="=who" candidateGroups="a, b" candidateUsers="=users"/><zeebe:taskSchedule dueDate="=due"/><zeebe:priorityDefinition priority="=p"/><zeebe:ioMapping><zeebe:input source="=who" target="mine"/></zeebe:ioMapping>',
      ),
    );
    await engine.deploy(bpmn('p', `${start}${task}${flows('start u')}`));
    await engine.create('p', { who: 'ann', users: ['x'], due: '2030-02-01T00:00:00Z', p: 10 });
    await engine.create('p', { who: null, users: ['x', 'y'], due: null, p: 90 });
    const found = async (filter: object) =>
      (await engine.search('user-tasks', filter)).map(({ priority }) => priority);
    expect(await found({ assignee: 'ann' })).toEqual([10]);
    expect(await found({ assignee: { $exists: false } })).toEqual([90]);
    expect(await found({ candidateGroup: 'b' })).toEqual([10, 90]);
    expect(await found({ candidateUser: 'y' })).toEqual([90]);
    expect(await found({ candidateUser: { $in: ['y', 'z'] } })).toEqual([90]);
    expect(await found({ priority: { $gt: 10 } })).toEqual([90]);
    expect(await found({ dueDate: { $lt: '2030-03-01T00:00:00Z' } })).toEqual([10]);
    expect(await found({ localVariables: [{ name: 'mine', value: '"ann"' }] })).toEqual([10]);
    expect(await found({ processInstanceVariables: [{ name: 'who', value: 'null' }] })).toEqual([90]);
    expect(await found({ processInstanceVariables: [{ name: 'mine', value: '"ann"' }] })).toEqual([]);
    const sorted = await engine.search('user-tasks', {}, { sort: [{ field: 'dueDate', order: 'DESC' }] });
    expect(sorted.map(({ priority }) => priority)).toEqual([10, 90]);
    const [first] = sorted;
    expect(first).toMatchObject({
      candidateGroups: ['a', 'b'],
      candidateUsers: ['x'],
      state: 'CREATED',
      completionDate: null,
      followUpDate: null,
      formKey: null,
      externalFormReference: null,
    });
    expect(first.dueDate).toBe('2030-02-01T00:00:00.000Z');
  });

  it('long values are cut in searches unless truncateValues=false, and whole by key', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    await engine.create('one-task', { long: 'x'.repeat(10_000) });
    const [row] = await engine.search('variables', { name: 'long' });
    expect([row.isTruncated, row.value.length < 10_002]).toEqual([true, true]);
    const whole = await engine.call('POST', '/variables/search?truncateValues=false', {
      filter: { name: 'long' },
    });
    expect(whole.body.items[0]).toMatchObject({
      isTruncated: false,
      value: JSON.stringify('x'.repeat(10_000)),
    });
    expect((await engine.call('GET', `/variables/${row.variableKey}`)).body.value.length).toBe(10_002);
  });

  it('$like escapes: a star and a question mark of the value itself', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask());
    for (const businessId of ['a*c', 'abc', 'a?c', 'a\\c', 'A*C']) {
      await engine.create('one-task', {}, { businessId });
    }
    const found = async ($like: string) =>
      (await engine.search('process-instances', { businessId: { $like } })).map(
        ({ businessId }) => businessId,
      );
    expect(await found('a\\*c')).toEqual(['a*c']);
    expect(await found('a\\?c')).toEqual(['a?c']);
    expect(await found('a\\\\c')).toEqual(['a\\c']);
    expect(await found('a?c')).toEqual(['a*c', 'abc', 'a?c', 'a\\c']);
    expect(await found('b')).toEqual([]);
  });

  it('incidents, jobs and variables with several operators and a sort of two fields', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    await engine.deploy(oneTask('one-task', 'work', '<zeebe:jobPriorityDefinition priority="=p"/>'));
    for (const p of [3, 1, 2, 1]) {
      await engine.create('one-task', { p });
      engine.engine.clock.advance(1000);
    }
    const jobs = await engine.search(
      'jobs',
      { type: { $like: 'w*' }, priority: { $gte: 1, $lt: 3 } },
      {
        sort: [
          { field: 'priority', order: 'DESC' },
          { field: 'jobKey', order: 'DESC' },
        ],
      },
    );
    expect(jobs.map(({ priority }) => priority)).toEqual([2, 1, 1]);
    expect(BigInt(jobs[1].jobKey) > BigInt(jobs[2].jobKey)).toBe(true);
    for (const job of await engine.activate('work')) {
      await engine.call('POST', `/jobs/${job.jobKey}/failure`, { errorMessage: `bad ${job.priority}` });
    }
    const incidents = await engine.search(
      'incidents',
      {
        errorType: { $in: ['JOB_NO_RETRIES', 'IO_MAPPING_ERROR'] },
        jobKey: { $exists: true },
        state: 'active',
      },
      { sort: [{ field: 'creationTime', order: 'DESC' }] },
    );
    expect(incidents.map(({ errorMessage }) => errorMessage).sort()).toEqual([
      'bad 1',
      'bad 1',
      'bad 2',
      'bad 3',
    ]);
    const variables = await engine.search(
      'variables',
      { value: { $in: ['1', '3'] } },
      {
        sort: [
          { field: 'value', order: 'DESC' },
          { field: 'variableKey', order: 'ASC' },
        ],
      },
    );
    expect(variables.map(({ value }) => value)).toEqual(['3', '1', '1']);
  });
});

describe('definitions and their versions (3.2, 3.23)', () => {
  it('isLatestVersion, by name and version tag; the newest of each sorted', async () => {
    const engine = new TestEngine();
    await engine.deploy(oneTask('a'), 'a.bpmn');
    await engine.deploy(oneTask('a', 'other', ''), 'a.bpmn');
    await engine.deploy(
      oneTask('b').replace(
        '<bpmn:startEvent',
        `${extensions('<zeebe:versionTag value="t1"/>')}<bpmn:startEvent`,
      ),
      'b.bpmn',
    );
    const latest = await engine.search(
      'process-definitions',
      { isLatestVersion: true },
      { sort: [{ field: 'processDefinitionId', order: 'DESC' }] },
    );
    expect(latest.map(({ processDefinitionId, version }) => [processDefinitionId, version])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(
      (await engine.search('process-definitions', { versionTag: 't1' })).map(
        ({ processDefinitionId }) => processDefinitionId,
      ),
    ).toEqual(['b']);
    const [first] = await engine.search('process-definitions', { processDefinitionId: 'a', version: 1 });
    expect(first).toMatchObject({
      name: 'a name',
      versionTag: null,
      resourceName: 'a.bpmn',
      tenantId: '<default>',
      hasStartForm: false,
    });
    const { body, status } = await engine.call(
      'GET',
      `/process-definitions/${first.processDefinitionKey}/xml`,
    );
    expect(status).toBe(200);
    expect(String(body)).toContain('<bpmn:process id="a"');
  });

  it('an element without a name shows its id', async () => {
    const engine = new TestEngine();
    await engine.deploy(bpmn('p', `${start}${end}${flows('start end')}`));
    await engine.create('p');
    expect((await engine.search('element-instances', { elementId: 'start' }))[0].elementName).toBe('start');
  });
});
