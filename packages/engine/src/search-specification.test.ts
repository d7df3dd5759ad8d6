import { describe, expect, it } from 'vitest';
import { populatePlatform } from '../test/platform-population.ts';
import { populate } from '../test/population.ts';
import type { Schema } from '../test/schema-check.ts';
import { findOperation, readSpecification } from '../test/specification.ts';
import type { TestEngine } from '../test/test-engine.ts';
import { handlers } from './operations/handlers.ts';

// biome-ignore lint/suspicious/noExplicitAny: items of every search, checked by the response checker
type Item = any;
type Check = { wanted: unknown; expected: (item: Item, engine: TestEngine) => boolean | Promise<boolean> };

interface SearchCase {
  readonly path: string | ((engine: TestEngine) => Promise<string>);
  readonly key: string;
  readonly populate?: () => Promise<TestEngine>;
  /** Sort fields that the items do not show. */
  readonly hidden?: readonly string[];
  /** Where a filter or sort field has another name in the items. */
  readonly names?: Readonly<Record<string, string>>;
  /** Filters that are no comparison with a member of the items. */
  readonly special?: Readonly<Record<string, Check[]>>;
}

const has = (name: string, value: string) => async (item: Item, engine: TestEngine) =>
  (await engine.search('variables', { name, value, processInstanceKey: item.processInstanceKey })).length > 0;
const hasElement = (filter: object) => async (item: Item, engine: TestEngine) =>
  (await engine.search('element-instances', { ...filter, processInstanceKey: item.processInstanceKey }))
    .length > 0;
const hasIncident = (filter: object) => async (item: Item, engine: TestEngine) =>
  (
    await engine.search('incidents', {
      ...filter,
      state: 'ACTIVE',
      processInstanceKey: item.processInstanceKey,
    })
  ).length > 0;
const hasFailed = async (item: Item, engine: TestEngine) =>
  (
    await engine.search('jobs', {
      processInstanceKey: item.processInstanceKey,
      hasFailedWithRetriesLeft: true,
    })
  ).length > 0;
/** Messages of incidents are searched by their words. */
const says = (word: string) => (item: Item) => item.errorMessage.toLowerCase().includes(word);
const byWords = {
  errorMessage: [
    { wanted: 'No Stock', expected: says('no stock') },
    { wanted: { $neq: 'no stock' }, expected: (item: Item) => !says('no stock')(item) },
    { wanted: { $in: ['stock', 'nowhere'] }, expected: says('stock') },
    { wanted: { $notIn: ['stock'] }, expected: (item: Item) => !says('stock')(item) },
    { wanted: { $like: 'oo*' }, expected: says('oops') },
    { wanted: { $exists: true }, expected: () => true },
  ],
};
const hasTag = (item: Item) => item.tags.includes('order') && item.tags.includes('t1');
const tags = [{ wanted: ['order', 't1'], expected: hasTag }];

const firstBatch = async (engine: TestEngine) =>
  (await engine.search('batch-operations', { operationType: 'CANCEL_PROCESS_INSTANCE' }))[0]
    .batchOperationKey;
const wasInBatch = async ({ processInstanceKey }: Item, engine: TestEngine) =>
  (
    await engine.search('batch-operation-items', {
      processInstanceKey,
      batchOperationKey: await firstBatch(engine),
    })
  ).length > 0;
const inBatch = [
  { wanted: firstBatch, expected: wasInBatch },
  { wanted: async (engine: TestEngine) => ({ $in: [await firstBatch(engine)] }), expected: wasInBatch },
  { wanted: '1', expected: () => false },
];

const firstRequirements = async (engine: TestEngine) =>
  (await engine.search('decision-requirements'))[0].decisionRequirementsKey;
const isOfFirst = async ({ decisionDefinitionKey }: Item, engine: TestEngine) => {
  const [found] = await engine.search('decision-definitions', { decisionDefinitionKey });
  return found.decisionRequirementsKey === (await firstRequirements(engine));
};

/** The hash of an incident's message, as the API's statistics give it. */
const hashOf = async (engine: TestEngine, errorMessage: string): Promise<number> => {
  const { body } = await engine.call('POST', '/incidents/statistics/process-instances-by-error', {});
  return body.items.find((item: Item) => item.errorMessage === errorMessage)?.errorHashCode;
};
const hasHash = async (item: Item, engine: TestEngine) => {
  const incidents = await engine.search('incidents', {
    state: 'ACTIVE',
    processInstanceKey: item.processInstanceKey,
  });
  const hashes = await Promise.all(incidents.map(({ errorMessage }) => hashOf(engine, errorMessage)));
  return hashes.some((hash) => hash > 0);
};

const specification = readSpecification();
const cases: Readonly<Record<string, SearchCase>> = {
  searchProcessDefinitions: {
    path: '/process-definitions/search',
    key: 'processDefinitionKey',
    special: {
      isLatestVersion: [
        { wanted: true, expected: ({ versionTag }) => versionTag === null || versionTag === 'v2' },
        { wanted: false, expected: ({ versionTag }) => versionTag === 'v0' || versionTag === 'v1' },
      ],
    },
  },
  searchProcessInstances: {
    path: '/process-instances/search',
    key: 'processInstanceKey',
    special: {
      variables: [
        { wanted: [{ name: 'order', value: '"1"' }], expected: has('order', '"1"') },
        {
          wanted: [
            { name: 'index', value: { $in: ['1', '2'] } },
            { name: 'text', value: { $like: '"t*"' } },
          ],
          expected: async (item, engine) =>
            (await has('index', '1')(item, engine)) || (await has('index', '2')(item, engine)),
        },
      ],
      batchOperationId: inBatch,
      batchOperationKey: inBatch,
      errorMessage: [
        { wanted: { $like: '*OOPS*' }, expected: hasIncident({ errorMessage: { $like: '*OOPS*' } }) },
      ],
      hasRetriesLeft: [
        { wanted: true, expected: hasFailed },
        { wanted: false, expected: async (item, engine) => !(await hasFailed(item, engine)) },
      ],
      elementInstanceState: [
        { wanted: 'TERMINATED', expected: hasElement({ state: 'TERMINATED', type: 'SERVICE_TASK' }) },
      ],
      elementId: [
        { wanted: { $in: ['pack', 'call'] }, expected: hasElement({ elementId: { $in: ['pack', 'call'] } }) },
      ],
      hasElementInstanceIncident: [{ wanted: true, expected: hasElement({ hasIncident: true }) }],
      incidentErrorHashCode: [{ wanted: { $gt: 0 }, expected: hasHash }],
      tags,
    },
  },
  searchElementInstances: {
    path: '/element-instances/search',
    key: 'elementInstanceKey',
    special: {
      elementInstanceScopeKey: [
        {
          wanted: async (engine: TestEngine) =>
            (await engine.search('process-instances', { processDefinitionId: 'waits' }))[0]
              .processInstanceKey,
          expected: async (item, engine) => {
            const [waits] = await engine.search('process-instances', { processDefinitionId: 'waits' });
            return item.processInstanceKey === waits.processInstanceKey && item.type !== 'PROCESS';
          },
        },
      ],
    },
  },
  searchElementInstanceWaitStates: {
    path: '/element-instances/wait-states/search',
    key: 'elementInstanceKey',
    special: {
      waitStateType: ['JOB', 'MESSAGE', 'USER_TASK', 'TIMER', 'SIGNAL', 'CONDITION'].map((type) => ({
        wanted: type,
        expected: ({ details }: Item) => details.waitStateType === type,
      })),
    },
  },
  searchVariables: {
    path: '/variables/search?truncateValues=true',
    key: 'variableKey',
    special: {
      // Values are compared in full, shown cut.
      value: [
        { wanted: '"t1"', expected: ({ value }) => value === '"t1"' },
        { wanted: { $like: '"x*"' }, expected: ({ value }) => value.startsWith('"x') },
      ],
    },
  },
  searchUserTaskVariables: {
    path: async (engine) =>
      `/user-tasks/${(await engine.search('user-tasks'))[0].userTaskKey}/variables/search`,
    key: 'variableKey',
  },
  searchUserTaskEffectiveVariables: {
    path: async (engine) =>
      `/user-tasks/${(await engine.search('user-tasks'))[0].userTaskKey}/effective-variables/search`,
    key: 'variableKey',
  },
  searchJobs: { path: '/jobs/search', key: 'jobKey' },
  searchIncidents: { path: '/incidents/search', key: 'incidentKey', special: byWords },
  searchProcessInstanceIncidents: {
    path: async (engine) =>
      `/process-instances/${(await engine.search('incidents'))[0].processInstanceKey}/incidents/search`,
    key: 'incidentKey',
    special: byWords,
  },
  searchElementInstanceIncidents: {
    path: async (engine) =>
      `/element-instances/${(await engine.search('incidents'))[0].elementInstanceKey}/incidents/search`,
    key: 'incidentKey',
    special: byWords,
  },
  searchUserTasks: {
    path: '/user-tasks/search',
    key: 'userTaskKey',
    special: {
      candidateGroup: [
        { wanted: 'a', expected: ({ candidateGroups }) => candidateGroups.includes('a') },
        { wanted: { $exists: false }, expected: ({ candidateGroups }) => candidateGroups.length === 0 },
      ],
      candidateUser: [
        { wanted: { $like: 'b*' }, expected: ({ candidateUsers }) => candidateUsers.includes('bob') },
      ],
      processInstanceVariables: [
        { wanted: [{ name: 'who', value: '"bob"' }], expected: has('who', '"bob"') },
      ],
      localVariables: [{ wanted: [{ name: 'who', value: '"bob"' }], expected: () => false }],
      tags,
    },
  },
  searchMessageSubscriptions: { path: '/message-subscriptions/search', key: 'messageSubscriptionKey' },
  searchBatchOperations: {
    path: '/batch-operations/search',
    key: 'batchOperationKey',
    names: { operationType: 'batchOperationType' },
  },
  searchBatchOperationItems: { path: '/batch-operation-items/search', key: 'itemKey' },
  searchDecisionDefinitions: {
    path: '/decision-definitions/search',
    key: 'decisionDefinitionKey',
    special: {
      isLatestVersion: [
        { wanted: true, expected: ({ decisionRequirementsVersion }) => decisionRequirementsVersion === 2 },
      ],
    },
  },
  searchDecisionRequirements: { path: '/decision-requirements/search', key: 'decisionRequirementsKey' },
  searchDecisionInstances: {
    path: '/decision-instances/search',
    key: 'decisionEvaluationInstanceKey',
    special: {
      decisionRequirementsKey: [{ wanted: firstRequirements, expected: isOfFirst }],
    },
  },
  searchClusterVariables: {
    populate: populatePlatform,
    path: '/cluster-variables/search',
    key: 'name',
    special: {
      value: [
        { wanted: '2', expected: ({ value }) => value === '2' },
        { wanted: { $like: '"x*"' }, expected: ({ value }) => value.startsWith('"x') },
      ],
      metadata: [
        { wanted: { by: 'ann' }, expected: ({ metadata }) => metadata.by === 'ann' },
        { wanted: { size: { $gt: 5 } }, expected: ({ metadata }) => metadata.size > 5 },
        { wanted: { by: { $like: 'b*' } }, expected: ({ metadata }) => metadata.by === 'bob' },
        { wanted: { by: { $exists: false } }, expected: ({ metadata }) => !('by' in metadata) },
        { wanted: { by: { $gt: 1 } }, expected: () => false },
      ],
    },
  },
  searchTenants: {
    populate: populatePlatform,
    path: '/tenants/search',
    key: 'tenantId',
    hidden: ['key'],
  },
  searchUsersForTenant: {
    populate: populatePlatform,
    path: '/tenants/red/users/search',
    key: 'username',
  },
  searchClientsForTenant: {
    populate: populatePlatform,
    path: '/tenants/red/clients/search',
    key: 'clientId',
  },
  searchUsers: { populate: populatePlatform, path: '/users/search', key: 'username' },
  searchAuthorizations: {
    populate: populatePlatform,
    path: '/authorizations/search',
    key: 'authorizationKey',
    special: {
      resourceIds: [
        { wanted: ['*', 'orders'], expected: ({ resourceId }) => resourceId !== null },
        { wanted: ['orders'], expected: ({ resourceId }) => resourceId === 'orders' },
      ],
      resourcePropertyNames: [
        { wanted: ['assignee'], expected: ({ resourcePropertyName }) => resourcePropertyName === 'assignee' },
      ],
    },
  },
  searchCorrelatedMessageSubscriptions: {
    path: '/correlated-message-subscriptions/search',
    key: 'messageKey',
  },
  searchResources: {
    path: '/resources/search',
    key: 'resourceKey',
    // Each is the only one of its deployment.
    names: { deploymentKey: 'resourceKey' },
    special: {
      deploymentKey: [{ wanted: '1', expected: () => false }],
    },
  },
  searchGlobalTaskListeners: {
    path: '/global-task-listeners/search',
    key: 'id',
    special: {
      eventTypes: [
        { wanted: ['creating'], expected: ({ eventTypes }) => eventTypes.includes('creating') },
        { wanted: [{ $like: 'upd*' }], expected: ({ eventTypes }) => eventTypes.includes('updating') },
        { wanted: ['creating', { $neq: 'all' }], expected: ({ eventTypes }) => eventTypes.length === 2 },
      ],
    },
  },
};

if (specification === null) {
  console.log('skipped: filters and sort fields against the specification: it is not beside the repository');
}
const schemas = specification?.components.schemas ?? {};

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolve(schemas[name] ?? {});
}

/** All members that a schema knows, those of its parts included. */
function membersOf(given: Schema | undefined): Record<string, Schema> {
  const schema = resolve(given ?? {});
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? [])].map(membersOf);
  return Object.assign({}, ...parts, schema.properties);
}

/** The values of an enumeration, wherever in the schema they stand. */
function valuesOf(given: Schema): readonly unknown[] | undefined {
  const schema = resolve(given);
  return (
    schema.enum ??
    [...(schema.allOf ?? []), ...(schema.oneOf ?? [])].map(valuesOf).find((values) => values !== undefined)
  );
}

function requestOf(operationId: string): Record<string, Schema> {
  const operation = specification === null ? undefined : findOperation(specification, operationId);
  return membersOf(operation?.requestBody?.content['application/json']?.schema);
}

const OPERATORS = ['$eq', '$neq', '$exists', '$in', '$notIn', '$gt', '$gte', '$lt', '$lte', '$like'];

/** What an operator means, told once more. */
function holds(operator: string, value: unknown, operand: unknown): boolean {
  const isMissing = value === null || value === undefined;
  switch (operator) {
    case '$eq':
      return value === operand;
    case '$neq':
      return value !== operand;
    case '$exists':
      return isMissing !== operand;
    case '$in':
      return isEmpty(operand) || (operand as unknown[]).includes(value);
    case '$notIn':
      return isEmpty(operand) || !(operand as unknown[]).includes(value);
    case '$like':
      return !isMissing && String(value).startsWith(String(operand).slice(0, -1));
    default: {
      const order = compare(value, operand);
      return (
        !isMissing &&
        { $gt: order > 0, $gte: order >= 0, $lt: order < 0, $lte: order <= 0 }[operator as '$gt'] === true
      );
    }
  }
}

/** Clients send empty lists that are to say nothing. */
function isEmpty(operand: unknown): boolean {
  return (operand as unknown[]).length === 0;
}

/** Keys are numbers in text; everything else compares as it is. */
function compare(left: unknown, right: unknown): number {
  const isKey = (value: unknown) => typeof value === 'string' && /^\d{10,}$/.test(value);
  if (isKey(left) && isKey(right)) {
    return Number(left) - Number(right);
  }
  return left === right ? 0 : (left as string) < (right as string) ? -1 : 1;
}

function operandsOf(operator: string, value: unknown, others: unknown[]): unknown[] {
  switch (operator) {
    case '$exists':
      return [true, false];
    case '$in':
    case '$notIn':
      return [[value], [value, ...others.slice(0, 1)], []];
    case '$like':
      return [`${String(value).slice(0, 3)}*`];
    default:
      return [value];
  }
}

describe.skipIf(specification === null)('search, by the specification', () => {
  for (const [operationId, searchCase] of Object.entries(cases)) {
    const { path: where, key, names = {}, special = {}, hidden = [] } = searchCase;
    const request = requestOf(operationId);
    const filters = membersOf(request.filter);
    const sortItem = membersOf(resolve(resolve(request.sort ?? {}).items ?? {}));
    const sortFields = (valuesOf(sortItem.field ?? {}) ?? []) as string[];

    const begin = async () => {
      const engine = await (searchCase.populate ?? populate)();
      const path = typeof where === 'string' ? where : await where(engine);
      const find = async (filter: object, more: object = {}) => {
        const { status, body } = await engine.call('POST', path, {
          filter,
          page: { limit: 1000 },
          ...more,
        });
        if (status !== 200) {
          throw new Error(
            `${JSON.stringify({ filter, ...more })} was answered with ${status}: ${body.detail}`,
          );
        }
        return body.items as Item[];
      };
      const refused = async (body: object) => (await engine.call('POST', path, body)).status;
      return { engine, path, find, refused, all: await find({}) };
    };

    it(`${operationId}: every filter is taken and filters`, async () => {
      const { engine, find, refused, all } = await begin();
      expect(all.length).toBeGreaterThan(0);
      for (const [name, schema] of Object.entries(filters)) {
        if (name === '$or') {
          continue;
        }
        for (const { wanted, expected } of special[name] ?? []) {
          const operand = typeof wanted === 'function' ? await wanted(engine) : wanted;
          const matches = await Promise.all(all.map((item) => expected(item, engine)));
          const wantedItems = all.filter((_, index) => matches[index]);
          expect(await find({ [name]: operand }), `${name}: ${JSON.stringify(operand)}`).toEqual(wantedItems);
        }
        if (special[name] === undefined) {
          await checkComparisons(name, schema, find, refused, all);
        }
        if (valuesOf(schema) !== undefined) {
          expect(await refused({ filter: { [name]: 'NO_SUCH_VALUE' } }), `${name} takes any value`).toBe(400);
        }
      }
      const others = Object.keys(all[0]).filter((member) => !(member in filters));
      for (const name of [...others, 'noSuchField']) {
        expect(await refused({ filter: { [name]: 'x' } }), `${name} must not be a filter`).toBe(400);
      }
    });

    const checkComparisons = async (
      name: string,
      schema: Schema,
      find: (filter: object) => Promise<Item[]>,
      refused: (body: object) => Promise<number>,
      all: Item[],
    ) => {
      const member = names[name] ?? name;
      expect(
        all.some((item) => member in item),
        `the test does not know what the filter '${name}' means`,
      ).toBe(true);
      const values = [...new Set(all.map((item) => item[member]).filter((value) => value !== null))];
      const samples = values.length > 0 ? values.slice(0, 4) : [sampleOf(name, schema)];
      const operators = OPERATORS.filter((operator) => operator in membersOf(schema));
      for (const value of samples) {
        const matching = (operator: string, operand: unknown) =>
          all.filter((item) => holds(operator, item[member], operand));
        expect(await find({ [name]: value }), `${name}: ${value}`).toEqual(matching('$eq', value));
        for (const operator of operators) {
          for (const operand of operandsOf(operator, value, values)) {
            const filter = { [name]: { [operator]: operand } };
            expect(await find(filter), JSON.stringify(filter)).toEqual(matching(operator, operand));
          }
        }
        for (const operator of OPERATORS.filter((other) => !operators.includes(other))) {
          const [operand] = operandsOf(operator, value, values);
          expect(await refused({ filter: { [name]: { [operator]: operand } } }), `${name} ${operator}`).toBe(
            400,
          );
        }
      }
    };

    it(`${operationId}: every sort field orders, nulls last, keys in between`, async () => {
      const { find, refused, all } = await begin();
      expect(sortFields.length).toBeGreaterThan(0);
      for (const field of sortFields.filter((name) => !hidden.includes(name))) {
        const memberOf = (item: Item) => item[names[field] ?? field] ?? null;
        const position = new Map(all.map((item, index) => [JSON.stringify(item), index]));
        for (const order of ['ASC', 'DESC']) {
          const expected = [...all].sort((left, right) => {
            const [a, b] = [memberOf(left), memberOf(right)];
            if (a === null || b === null) {
              return Number(a === null) - Number(b === null);
            }
            return order === 'ASC' ? compare(a, b) : compare(b, a);
          });
          const items = await find({}, { sort: [{ field, order }] });
          expect(
            items.map((item) => position.get(JSON.stringify(item))),
            `${field} ${order}`,
          ).toEqual(expected.map((item) => position.get(JSON.stringify(item))));
        }
      }
      const others = Object.keys({ ...all[0], ...filters }).filter((member) => !sortFields.includes(member));
      for (const field of [...others, 'noSuchField']) {
        expect(await refused({ sort: [{ field }] }), `${field} must not be a sort field`).toBe(400);
      }
      expect(await refused({ sort: [{ field: sortFields[0], order: 'UP' }] })).toBe(400);
    });

    it(`${operationId}: pages lead forth and back through the same rows`, async () => {
      const { engine, path, all } = await begin();
      const sort = [{ field: sortFields[0], order: 'DESC' }];
      const call = async (page: object) => (await engine.call('POST', path, { sort, page })).body;
      const keysOf = (items: Item[]) => items.map((item) => JSON.stringify(item));
      const sorted = keysOf((await call({ limit: 1000 })).items);
      const pages: string[][] = [];
      let page = await call({ limit: 3 });
      while (page.items.length > 0) {
        expect(page.page).toMatchObject({ totalItems: all.length, hasMoreTotalItems: false });
        pages.push(keysOf(page.items));
        const next = await call({ limit: 3, after: page.page.endCursor });
        if (pages.length > 1) {
          const before = await call({ limit: 3, before: page.page.startCursor });
          expect(keysOf(before.items)).toEqual(pages.at(-2));
        }
        page = next;
      }
      expect(pages.flat()).toEqual(sorted);
      expect(page.page).toMatchObject({ startCursor: null, endCursor: null, totalItems: all.length });
      expect(key in (all[0] ?? {})).toBe(true);
    });
  }

  it('covers every search of the engine: a new one needs a case', () => {
    const searches = Object.keys(handlers).filter((operationId) => operationId.startsWith('search'));
    const elsewhere = ['searchProcessDefinitionVariableNames'];
    expect(
      searches.filter((operationId) => !(operationId in cases) && !elsewhere.includes(operationId)),
    ).toEqual([]);
  });

  it.each([
    { limit: 0 },
    { limit: 10_001 },
    { limit: 1.5 },
    { from: -1 },
    { from: 0, after: 'WzFd' },
    { after: 'not base64!' },
    { after: 'WzFd', before: 'WzFd' },
  ])('refuses the page %j', async (page) => {
    const engine = await populate();
    expect((await engine.call('POST', '/process-instances/search', { page })).status).toBe(400);
  });
});

/** A value for a filter whose member is null in all items. */
function sampleOf(name: string, schema: Schema): unknown {
  const operators = membersOf(schema);
  if (resolve(schema).type === 'boolean' || (schema.allOf ?? []).some((part) => part.type === 'boolean')) {
    return true;
  }
  if ('$gt' in operators) {
    return name.match(/date|time|deadline/i) ? '2030-01-01T00:00:00Z' : 1;
  }
  return name.endsWith('Key') ? '123' : 'nothing';
}
