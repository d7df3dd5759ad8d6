import { operations } from '@camunda/api/descriptors';
import { describe, expect, it } from 'vitest';
import { oneTask } from '../test/bpmn.ts';
import { decisionTable } from '../test/dmn.ts';
import { type Answer, TestEngine } from '../test/test-engine.ts';
import { createEngine } from './create-engine.ts';

const users = ['ann', 'bob', 'root'].map((username) => ({ username, password: 'p' }));
const authentication = { type: 'basic', users } as const;

/** Calls as one of the users. */
function as(engine: TestEngine, username: string) {
  const headers = { authorization: `Basic ${btoa(`${username}:p`)}`, 'content-type': 'application/json' };
  return (method: string, path: string, body?: unknown): Promise<Answer> =>
    engine.call(method, path, body, { headers });
}

const files = {
  'one.bpmn': oneTask(),
  'size.dmn': decisionTable('size', { '-': '1' }),
  'order.form': '{"id":"order"}',
  'notes.txt': 'x',
};

async function deploy(engine: TestEngine, username: string, tenantId: string | null) {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) {
    form.append('resources', new File([content], name));
  }
  if (tenantId !== null) {
    form.append('tenantId', tenantId);
  }
  const headers = { authorization: `Basic ${btoa(`${username}:p`)}` };
  const response = await engine.fetch('http://engine/v2/deployments', {
    method: 'POST',
    body: form,
    headers,
  });
  return response.status;
}

/** Ann is in red, Bob in blue, root in both. */
async function twoTenants() {
  const engine = new TestEngine({ authentication, multiTenancy: true });
  const root = as(engine, 'root');
  for (const [tenantId, username] of [
    ['red', 'ann'],
    ['blue', 'bob'],
  ] as const) {
    await root('POST', '/tenants', { tenantId, name: tenantId });
    for (const member of [username, 'root']) {
      await root('PUT', `/tenants/${tenantId}/users/${member}`);
    }
    expect(await deploy(engine, username, tenantId)).toBe(200);
    const create = { processDefinitionId: 'one-task', tenantId, variables: { of: tenantId } };
    expect((await as(engine, username)('POST', '/process-instances', create)).status).toBe(200);
    const evaluate = { decisionDefinitionId: 'size', tenantId };
    const evaluated = await as(engine, username)('POST', '/decision-definitions/evaluation', evaluate);
    expect(evaluated.status).toBe(200);
  }
  return engine;
}

const activation = { type: 'work', timeout: 60_000, maxJobsToActivate: 10, requestTimeout: -1 };

describe('multi-tenancy', () => {
  it('asks for a tenant that the caller is in', async () => {
    const engine = await twoTenants();
    expect(await deploy(engine, 'ann', null)).toBe(400);
    expect(await deploy(engine, 'ann', 'blue')).toBe(403);
    expect(await deploy(engine, 'ann', '<default>')).toBe(403);
    const create = { processDefinitionId: 'one-task' };
    const ann = as(engine, 'ann');
    expect((await ann('POST', '/process-instances', create)).status).toBe(400);
    const foreign = await ann('POST', '/process-instances', { ...create, tenantId: 'blue' });
    expect(foreign).toMatchObject({ status: 403, body: { title: 'FORBIDDEN' } });
    expect((await ann('POST', '/messages/publication', { name: 'm', tenantId: 'blue' })).status).toBe(403);
    expect(
      (await ann('POST', '/jobs/activation', { ...activation, tenantIds: ['red', 'blue'] })).status,
    ).toBe(403);
  });

  it('hands out jobs of the tenants that are named, or of all of the caller’s', async () => {
    const engine = await twoTenants();
    const tenantsOf = async (username: string, more: object) => {
      const { body } = await as(engine, username)('POST', '/jobs/activation', {
        ...activation,
        timeout: 1,
        ...more,
      });
      engine.engine.clock.advance(1);
      return body.jobs.map(({ tenantId }: { tenantId: string }) => tenantId);
    };
    expect(await tenantsOf('root', { tenantIds: ['blue'] })).toEqual(['blue']);
    expect(await tenantsOf('root', { tenantFilter: 'ASSIGNED' })).toEqual(['red', 'blue']);
    expect(await tenantsOf('ann', { tenantFilter: 'ASSIGNED' })).toEqual(['red']);
  });

  it('lets somebody who waits for another tenant’s jobs hold nobody up', async () => {
    const engine = await twoTenants();
    await as(engine, 'bob')('POST', '/jobs/activation', { ...activation, tenantIds: ['blue'] });
    const gone = new AbortController();
    const waiting = engine.call(
      'POST',
      '/jobs/activation',
      { ...activation, tenantIds: ['blue'], requestTimeout: 60_000 },
      { headers: { authorization: `Basic ${btoa('bob:p')}` }, signal: gone.signal },
    );
    const ended = expect(waiting).rejects.toThrow();
    await engine.call('GET', '/status');
    const { body } = await as(engine, 'ann')('POST', '/jobs/activation', {
      ...activation,
      tenantIds: ['red'],
    });
    expect(body.jobs).toHaveLength(1);
    gone.abort();
    await ended;
  });

  it('shows nothing of other tenants in any search', async () => {
    const engine = await twoTenants();
    const searches = Object.values(operations).filter(
      ({ path, method, pathParameters }) =>
        method === 'POST' && path.endsWith('/search') && pathParameters.length === 0,
    );
    const seen = new Map<string, number>();
    for (const { path } of searches) {
      const { status, body } = await as(engine, 'ann')('POST', path, {});
      expect([200, 501]).toContain(status);
      const rest = (body.items ?? []).filter((item: object) => 'tenantId' in item);
      expect(rest.filter(({ tenantId }: { tenantId: string }) => tenantId !== 'red')).toEqual([]);
      seen.set(path, rest.length);
    }
    for (const path of [
      'process-definitions',
      'process-instances',
      'element-instances',
      'jobs',
      'variables',
      'tenants',
      'decision-definitions',
      'decision-requirements',
      'decision-instances',
      'resources',
    ]) {
      expect(seen.get(`/${path}/search`)).toBeGreaterThan(0);
    }
  });

  it('finds nothing of other tenants by key', async () => {
    const engine = await twoTenants();
    const [ann, bob] = [as(engine, 'ann'), as(engine, 'bob')];
    const { body } = await bob('POST', '/jobs/activation', { ...activation, tenantIds: ['blue'] });
    const [job] = body.jobs;
    for (const [method, path] of [
      ['GET', `/process-definitions/${job.processDefinitionKey}`],
      ['GET', `/process-instances/${job.processInstanceKey}`],
      ['POST', `/process-instances/${job.processInstanceKey}/cancellation`],
      ['GET', `/element-instances/${job.elementInstanceKey}`],
      ['POST', `/jobs/${job.jobKey}/completion`],
    ] as const) {
      expect(await ann(method, path, method === 'POST' ? {} : undefined)).toMatchObject({ status: 404 });
    }
    expect((await bob('POST', `/jobs/${job.jobKey}/completion`, {})).status).toBe(204);
  });

  it('finds no decisions, forms and files of other tenants by key', async () => {
    const engine = await twoTenants();
    const [ann, bob] = [as(engine, 'ann'), as(engine, 'bob')];
    const first = async (what: string) => (await bob('POST', `/${what}/search`, {})).body.items[0];
    const { decisionDefinitionKey } = await first('decision-definitions');
    const { decisionRequirementsKey } = await first('decision-requirements');
    const { decisionEvaluationInstanceKey } = await first('decision-instances');
    const { resourceKey } = await first('resources');
    for (const path of [
      `/decision-definitions/${decisionDefinitionKey}`,
      `/decision-definitions/${decisionDefinitionKey}/xml`,
      `/decision-requirements/${decisionRequirementsKey}`,
      `/decision-instances/${decisionEvaluationInstanceKey}`,
      `/resources/${resourceKey}`,
      `/resources/${resourceKey}/content/binary`,
    ]) {
      expect((await bob('GET', path)).status, path).toBe(200);
      expect((await ann('GET', path)).status, path).toBe(404);
    }
    for (const key of [decisionRequirementsKey, resourceKey]) {
      expect((await ann('POST', `/resources/${key}/deletion`, {})).status).toBe(404);
      expect((await bob('POST', `/resources/${key}/deletion`, {})).status).toBe(200);
    }
    const evaluate = { decisionDefinitionKey, tenantId: 'red' };
    expect((await ann('POST', '/decision-definitions/evaluation', evaluate)).status).toBe(404);
  });

  it('evaluates expressions of everybody, but sees no scope of another tenant', async () => {
    const engine = await twoTenants();
    const { body } = await as(engine, 'bob')('POST', '/process-instances/search', {});
    const [{ processInstanceKey: scopeKey }] = body.items;
    const evaluate = (username: string, more: object) =>
      as(engine, username)('POST', '/expression/evaluation', { expression: '=of', ...more });
    expect((await evaluate('bob', { scopeKey })).body.result).toBe('blue');
    expect((await evaluate('ann', { scopeKey })).status).toBe(404);
    expect((await evaluate('ann', {})).body.result).toBeNull();
    expect((await evaluate('ann', { tenantId: 'blue' })).status).toBe(403);
  });

  it('without authentication lets everybody into every tenant that is there', async () => {
    const engine = new TestEngine({ multiTenancy: true });
    const create = { processDefinitionId: 'one-task', tenantId: 'red' };
    expect((await engine.call('POST', '/process-instances', create)).status).toBe(404);
    await engine.call('POST', '/tenants', { tenantId: 'red', name: 'Red' });
    expect((await engine.call('POST', '/process-instances', create)).body.detail).toContain(
      'process definition',
    );
    expect((await engine.call('GET', '/system/configuration')).body.deployment.isMultiTenancyEnabled).toBe(
      true,
    );
  });
});

describe('authorizations that count', () => {
  it('let in administrators, and whoever has been granted it', async () => {
    const engine = new TestEngine({ authentication, authorizations: { administrators: ['root'] } });
    const [root, ann] = [as(engine, 'root'), as(engine, 'ann')];
    expect(await deploy(engine, 'root', null)).toBe(200);
    const create = { processDefinitionId: 'one-task' };
    const refused = await ann('POST', '/process-instances', create);
    expect(refused).toMatchObject({ status: 403, body: { title: 'FORBIDDEN' } });
    expect(refused.body.detail).toContain("'ann'");
    expect(refused.body.detail).toContain('CREATE_PROCESS_INSTANCE');
    const grant = {
      ownerId: 'ann',
      ownerType: 'USER',
      resourceId: '*',
      resourceType: 'PROCESS_DEFINITION',
      permissionTypes: ['CREATE_PROCESS_INSTANCE'],
    };
    expect((await ann('POST', '/authorizations', grant)).status).toBe(403);
    expect((await root('POST', '/authorizations', grant)).status).toBe(201);
    expect((await ann('POST', '/process-instances', create)).status).toBe(200);
    expect((await ann('GET', '/authentication/me')).status).toBe(200);
  });

  it('need somebody who can be known', () => {
    expect(() => createEngine({ authorizations: { administrators: [] } })).toThrow(
      expect.objectContaining({ option: 'authorizations' }),
    );
  });
});
