import { describe, expect, it } from 'vitest';
import { bpmn, end, flows, start } from '../test/bpmn.ts';
import { TestEngine } from '../test/test-engine.ts';

const names = (items: { name?: string; username?: string }[]) =>
  items.map((item) => item.name ?? item.username);

describe('cluster variables', () => {
  it('are created, read, changed, found and deleted, for all and for one tenant', async () => {
    const engine = new TestEngine();
    const global = '/cluster-variables/global';
    const tenant = `/cluster-variables/tenants/${encodeURIComponent('<default>')}`;
    const created = await engine.call('POST', global, {
      name: 'rate',
      value: { eur: 1.5 },
      metadata: { by: 'me' },
    });
    expect(created).toEqual({
      status: 200,
      body: {
        name: 'rate',
        value: '{"eur":1.5}',
        scope: 'GLOBAL',
        tenantId: null,
        metadata: { by: 'me' },
        kind: 'JSON',
      },
    });
    expect((await engine.call('POST', global, { name: 'rate', value: {} })).status).toBe(409);
    expect((await engine.call('POST', tenant, { name: 'rate', value: {} })).status).toBe(200);
    expect(
      (await engine.call('POST', '/cluster-variables/tenants/none', { name: 'a', value: 1 })).status,
    ).toBe(404);
    expect((await engine.call('POST', global, { name: 'a b', value: 1 })).status).toBe(400);
    expect((await engine.call('POST', global, { name: 'a' })).body.detail).toContain("'value'");
    const tooMany = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`m${index}`, index]));
    for (const metadata of [{ m1: {} }, { m1: null }, { m1: true }, tooMany]) {
      const refused = await engine.call('POST', global, { name: 'a', value: 1, metadata });
      expect(refused).toMatchObject({ status: 400, body: { detail: expect.stringContaining("'metadata") } });
      expect((await engine.call('PUT', `${global}/rate`, { value: 1, metadata })).status).toBe(400);
    }

    const updated = await engine.call('PUT', `${global}/rate`, { value: 'x'.repeat(9000) });
    expect(updated.body).toMatchObject({ metadata: { by: 'me' }, scope: 'GLOBAL' });
    expect((await engine.call('GET', `${global}/rate`)).body.value).toHaveLength(9002);
    expect((await engine.call('GET', `${tenant}/rate`)).body.value).toBe('{}');
    const [cut] = await engine.search('cluster-variables', { scope: 'GLOBAL', metadata: { by: 'me' } });
    expect([cut.value.length, cut.isTruncated]).toEqual([8191, true]);
    expect(await engine.search('cluster-variables', { isTruncated: false })).toHaveLength(1);
    expect(await engine.search('cluster-variables', { metadata: { by: 'you' } })).toEqual([]);

    expect((await engine.call('DELETE', `${global}/rate`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      expect((await engine.call(method, `${global}/rate`)).status).toBe(404);
    }
    expect((await engine.call('PUT', `${global}/rate`, { value: 1 })).status).toBe(404);
  });

  it('are read by expressions of processes, the nearest first', async () => {
    const engine = new TestEngine();
    await engine.call('POST', '/cluster-variables/global', { name: 'rate', value: 2 });
    await engine.call('POST', '/cluster-variables/global', { name: 'fee', value: 3 });
    await engine.call('POST', '/cluster-variables/tenants/%3Cdefault%3E', { name: 'fee', value: 4 });
    const script = (text: string) =>
      `<bpmn:scriptTask id="script"><bpmn:extensionElements><zeebe:script expression="${text}" resultVariable="result"/></bpmn:extensionElements></bpmn:scriptTask>`;
    const list = [
      'cluster.rate',
      'cluster.fee',
      'tenant.fee',
      'env.fee',
      'env.rate',
      'env.own',
      'tenant.rate',
    ];
    const expression = `=[${list.map((path) => `camunda.vars.${path}`).join(', ')}]`;
    await engine.deploy(bpmn('cluster', `${start}${script(expression)}${end}${flows('start script end')}`));
    const key = await engine.create('cluster', { own: 5, rate: 6 });
    expect((await engine.variablesOf(key)).result).toEqual([2, 3, 4, 4, 6, 5, null]);
  });
});

describe('evaluateExpression', () => {
  const evaluate = (engine: TestEngine, body: object) => engine.call('POST', '/expression/evaluation', body);

  it('sees the variables of the request, of a scope and of the cluster', async () => {
    const engine = new TestEngine();
    await engine.call('POST', '/cluster-variables/global', { name: 'rate', value: 2 });
    await engine.deploy(
      bpmn(
        'waits',
        `${start}<bpmn:userTask id="task"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>${end}${flows('start task end')}`,
      ),
    );
    const scopeKey = await engine.create('waits', { a: 1, b: 10 });
    const expression = '=a + b + camunda.vars.cluster.rate';
    expect((await evaluate(engine, { expression, scopeKey, variables: { a: 100 } })).body).toEqual({
      expression,
      result: 112,
      warnings: [],
      referencedSecrets: [],
    });
    expect((await evaluate(engine, { expression, variables: { a: 1, b: 1 } })).body.result).toBe(4);
    expect((await evaluate(engine, { expression, scopeKey: '1' })).status).toBe(404);
    await engine.call('POST', '/cluster-variables/tenants/%3Cdefault%3E', { name: 'rate', value: 3 });
    expect((await evaluate(engine, { expression: '=camunda.vars.env.rate' })).body.result).toBe(3);
  });

  it('tells what FEEL suppressed, and refuses what cannot be parsed', async () => {
    const engine = new TestEngine();
    const { body } = await evaluate(engine, { expression: '=nobody + camunda.secrets.key' });
    expect(body.result).toBeNull();
    expect(body.warnings[0].message).toContain('nobody');
    expect(body.referencedSecrets).toEqual([{ storeId: 'default', secretName: 'key' }]);
    expect((await evaluate(engine, { expression: '=1 +' })).status).toBe(400);
    expect((await evaluate(engine, { expression: '=assert(null, false, "no")' })).status).toBe(400);
    expect((await evaluate(engine, {})).body.detail).toContain("'expression'");
  });
});

describe('tenants', () => {
  it('are created, changed, found and deleted, with users and clients', async () => {
    const engine = new TestEngine();
    const tenant = { tenantId: 'red', name: 'Red', description: 'the first' };
    expect(await engine.call('POST', '/tenants', tenant)).toEqual({ status: 201, body: tenant });
    expect((await engine.call('POST', '/tenants', tenant)).status).toBe(409);
    expect((await engine.call('POST', '/tenants', { ...tenant, tenantId: 'a b' })).status).toBe(400);
    expect((await engine.call('PUT', '/tenants/red', { name: 'Rot' })).body).toEqual({
      ...tenant,
      name: 'Rot',
    });
    expect((await engine.call('GET', '/tenants/red')).body.name).toBe('Rot');
    expect(names(await engine.search('tenants', {}, { sort: [{ field: 'tenantId' }] }))).toEqual([
      'Default',
      'Rot',
    ]);

    expect((await engine.call('PUT', '/tenants/red/users/ann')).status).toBe(204);
    expect((await engine.call('PUT', '/tenants/red/users/ann')).status).toBe(409);
    expect((await engine.call('PUT', '/tenants/red/clients/robot')).status).toBe(204);
    expect((await engine.call('PUT', '/tenants/none/clients/robot')).status).toBe(404);
    expect(await engine.search('tenants/red/users')).toEqual([{ username: 'ann' }]);
    expect(await engine.search('tenants/red/clients')).toEqual([{ clientId: 'robot' }]);
    expect((await engine.call('DELETE', '/tenants/red/clients/ann')).status).toBe(404);
    expect((await engine.call('DELETE', '/tenants/red/clients/robot')).status).toBe(204);
    expect(await engine.search('tenants/red/clients')).toEqual([]);

    await engine.call('POST', '/cluster-variables/tenants/red', { name: 'a', value: 1 });
    expect((await engine.call('DELETE', '/tenants/red')).status).toBe(204);
    expect((await engine.call('GET', '/tenants/red')).status).toBe(404);
    expect(await engine.search('cluster-variables')).toEqual([]);
    await engine.call('POST', '/tenants', tenant);
    expect(await engine.search('tenants/red/users')).toEqual([]);
  });
});

describe('users', () => {
  it('are created, changed, found and deleted; their passwords are in no record', async () => {
    const engine = new TestEngine();
    const ann = { username: 'ann', name: 'Ann', email: 'ann@example.org' };
    const created = await engine.call('POST', '/users', { ...ann, password: 'hunter2' });
    expect(created).toEqual({ status: 201, body: ann });
    expect((await engine.call('POST', '/users', { ...ann, password: 'x' })).status).toBe(409);
    const wrong = await engine.call('POST', '/users', { username: 'bob', password: { a: 'hunter2' } });
    expect(wrong.status).toBe(400);
    expect((await engine.call('POST', '/users', { username: 'bob', email: 'x', password: 'p' })).status).toBe(
      400,
    );
    const updated = await engine.call('PUT', '/users/ann', { name: 'Anna', password: 'hunter3' });
    expect(updated.body).toEqual({ ...ann, name: 'Anna' });
    expect(await engine.search('users', { name: { $like: 'Ann?' } })).toEqual([{ ...ann, name: 'Anna' }]);
    expect(JSON.stringify([engine.engine.events.list(), wrong])).not.toContain('hunter');

    await engine.call('POST', '/tenants', { tenantId: 'red', name: 'Red' });
    await engine.call('PUT', '/tenants/red/users/ann');
    expect((await engine.call('DELETE', '/users/ann')).status).toBe(204);
    expect((await engine.call('GET', '/users/ann')).status).toBe(404);
    expect(await engine.search('tenants/red/users')).toEqual([]);
  });
});

describe('authorizations', () => {
  const grant = {
    ownerId: 'ann',
    ownerType: 'USER',
    resourceId: '*',
    resourceType: 'PROCESS_DEFINITION',
    permissionTypes: ['CREATE_PROCESS_INSTANCE'],
  };

  it('are created once, changed, found and deleted', async () => {
    const engine = new TestEngine();
    const { status, body } = await engine.call('POST', '/authorizations', grant);
    expect(status).toBe(201);
    expect((await engine.call('POST', '/authorizations', grant)).status).toBe(409);
    const path = `/authorizations/${body.authorizationKey}`;
    const wider = { ...grant, permissionTypes: ['CREATE_PROCESS_INSTANCE', 'READ_PROCESS_INSTANCE'] };
    expect((await engine.call('PUT', path, wider)).status).toBe(204);
    const shown = { ...wider, resourcePropertyName: null, authorizationKey: body.authorizationKey };
    expect((await engine.call('GET', path)).body).toEqual(shown);
    expect(await engine.search('authorizations', { ownerId: 'ann', resourceIds: ['*'] })).toEqual([shown]);
    expect(await engine.search('authorizations', { resourceIds: ['other'] })).toEqual([]);
    expect((await engine.call('DELETE', path)).status).toBe(204);
    expect((await engine.call('GET', path)).status).toBe(404);
    expect((await engine.call('PUT', path, wider)).status).toBe(404);
  });

  it.each([
    [{ ownerType: 'ROBOT' }, "'ownerType'"],
    [{ resourceType: 'x' }, "'resourceType'"],
    [{ permissionTypes: [] }, "'permissionTypes'"],
    [{ permissionTypes: ['FLY'] }, 'FLY'],
    [{ resourcePropertyName: 'assignee' }, "'resourceId'"],
    [{ resourceId: null }, "'resourceId'"],
  ])('%j is refused', async (change, text) => {
    const { status, body } = await new TestEngine().call('POST', '/authorizations', { ...grant, ...change });
    expect(status).toBe(400);
    expect(body.detail).toContain(text);
  });
});

describe('what the cluster says of itself', () => {
  it.each(['/license', '/system/configuration', '/topology'])('%s', async (path) => {
    expect((await new TestEngine().call('GET', path)).status).toBe(200);
  });

  it.each(['/status', '/topology'])('of the whole cluster: %s', async (path) => {
    const response = await new TestEngine().fetch(`http://engine/cluster/v2${path}`);
    expect(response.status).toBe(200);
  });
});
