import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { httpError, scriptedTransport } from '../test/scripted-transport.ts';
import { createApiClient, KeyFormatError, ProcessInstanceKey, ResourceError, TenantId } from './index.ts';

const topology = (gatewayVersion: string) => ({ gatewayVersion });

describe('tenants', () => {
  it('fills in the tenant where there may be one and is none, and leaves the input as it is [T34]', async () => {
    const transport = scriptedTransport(() => ({}));
    const client = createApiClient(transport, { tenantId: 'a' });
    await client.publishMessage(Object.freeze({ name: 'm', correlationKey: '' }));
    const open = { type: 't', timeout: 1, maxJobsToActivate: 1 };
    await client.activateJobs(open);
    expect(open).toEqual({ type: 't', timeout: 1, maxJobsToActivate: 1 });
    await client.publishMessage({ name: 'm', correlationKey: '', tenantId: 'b' });
    await client.forTenant('c').activateJobs({ type: 't', timeout: 1, maxJobsToActivate: 1 });
    await client.activateJobs({ type: 't', timeout: 1, maxJobsToActivate: 1, tenantFilter: 'ASSIGNED' });
    await client.createTenant({ tenantId: 'new', name: 'New' });
    await client.searchUsers({});
    const tenants = transport.calls.map(({ input }) => {
      const { tenantId, tenantIds } = (input.body ?? {}) as Record<string, unknown>;
      return tenantId ?? tenantIds;
    });
    expect(tenants).toEqual(['a', ['a'], 'b', ['c'], undefined, 'new', undefined]);
  });

  it('sends none by default', async () => {
    const transport = scriptedTransport(() => ({}));
    await createApiClient(transport).activateJobs({ type: 't', timeout: 1, maxJobsToActivate: 1 });
    expect(transport.calls[0]?.input.body).not.toHaveProperty('tenantIds');
  });
});

describe('versions', () => {
  it('fails before sending an operation or a member that the cluster does not know, and asks once', async () => {
    const transport = scriptedTransport(({ operationId }) =>
      operationId === 'getTopology' ? topology('8.8.3') : {},
    );
    const client = createApiClient(transport, { versionCheck: 'fail' });
    await expect(client.searchAuditLogs()).rejects.toMatchObject({
      requiredVersion: '8.9',
      clusterVersion: '8.8.3',
    });
    const call = client.createProcessInstance({ processDefinitionId: 'a', businessId: 'b' });
    await expect(call).rejects.toMatchObject({ member: 'businessId', code: 'UNSUPPORTED_VERSION' });
    await client.createProcessInstance({ processDefinitionId: 'a' });
    expect(transport.calls.map(({ operationId }) => operationId)).toEqual([
      'getTopology',
      'createProcessInstance',
    ]);
  });

  it('warns once', async () => {
    const logger = { warn: vi.fn() };
    const client = createApiClient(
      scriptedTransport(() => ({})),
      {
        versionCheck: { mode: 'warn', clusterVersion: '8.9.0' },
        logger,
      },
    );
    await client.completeJob({ jobKey: '1', leaseToken: 'x' });
    await client.completeJob({ jobKey: '1', leaseToken: 'x' });
    expect(logger.warn.mock.calls).toEqual([
      ['leaseToken of completeJob came with version 8.10; the cluster is 8.9.0'],
    ]);
  });
});

describe('safe', () => {
  it('gives results and errors as values', async () => {
    const client = createApiClient(
      scriptedTransport(({ operationId }) => {
        if (operationId === 'getTopology') return topology('8.9.0');
        throw httpError(404);
      }),
    );
    expect(await client.safe.getTopology()).toEqual({ ok: true, value: { gatewayVersion: '8.9.0' } });
    expect(await client.safe.getUser({ username: 'a' })).toMatchObject({ ok: false, error: { status: 404 } });
  });
});

describe('ensureProcessInstance', () => {
  const input = { processDefinitionId: 'order', businessId: 'b-1' };

  it('starts an instance where none runs', async () => {
    const transport = scriptedTransport(({ operationId }) =>
      operationId === 'createProcessInstance' ? { processInstanceKey: '7' } : { items: [], page: {} },
    );
    const result = await createApiClient(transport).ensureProcessInstance(input);
    expect(result).toEqual({ processInstanceKey: '7', created: true });
    expect(transport.calls[0]?.input.body).toMatchObject({ filter: { ...input, state: 'ACTIVE' } });
  });

  it('finds the instance of whoever was faster', async () => {
    const transport = scriptedTransport(({ operationId }, number) => {
      if (operationId === 'createProcessInstance') throw httpError(409);
      return { items: number === 1 ? [] : [{ processInstanceKey: '8' }], page: {} };
    });
    const result = await createApiClient(transport).ensureProcessInstance(input);
    expect(result).toEqual({ processInstanceKey: '8', created: false });
  });
});

describe('searchVariables with a schema', () => {
  const schema = v.object({ amount: v.number(), note: v.optional(v.string()) });
  const variable = (name: string, value: string, scopeKey = '1') => ({
    name,
    value,
    scopeKey,
    isTruncated: false,
  });
  const clientOf = (...items: unknown[]) => {
    const transport = scriptedTransport(() => ({ items, page: { totalItems: items.length } }));
    return { transport, client: createApiClient(transport) };
  };

  it('fetches the declared names only, whole', async () => {
    const { transport, client } = clientOf(variable('amount', '9007199254740993'));
    const variables = await client.searchVariables(schema, { processInstanceKey: '1', scopeKey: '2' });
    expect(transport.calls[0]?.input).toEqual({
      query: { truncateValues: false },
      body: {
        filter: { processInstanceKey: '1', scopeKey: '2', name: { $in: ['amount', 'note'] } },
        page: {},
      },
    });
    expect(variables.get('amount')).toBe(9007199254740993n);
    expect([variables.has('amount'), variables.has('note')]).toEqual([true, false]);
    await expect(variables.validate()).rejects.toMatchObject({ findings: [{ path: 'amount' }] });
  });

  it('gives what the schema makes of them', async () => {
    const { client } = clientOf(variable('amount', '3'), variable('note', '"n"'));
    const variables = await client.searchVariables(schema, { processInstanceKey: '1' });
    expect(await variables.validate()).toEqual({ amount: 3, note: 'n' });
  });

  it('refuses to choose between scopes, and to give what is not JSON', async () => {
    const { client } = clientOf(variable('amount', '3'), variable('amount', '4', '2'));
    await expect(client.searchVariables(schema, { processInstanceKey: '1' })).rejects.toMatchObject({
      code: 'VARIABLE_SCOPE_COLLISION',
      scopeKeys: ['1', '2'],
    });
    const broken = await clientOf(variable('amount', '{"cut')).client.searchVariables(schema, {
      processInstanceKey: '1',
    });
    expect(() => broken.get('amount')).toThrow('"amount"');
  });

  it('is the plain search without a schema', async () => {
    const { transport, client } = clientOf();
    await client.searchVariables({ filter: { name: 'a' } });
    expect(transport.calls[0]?.input.body).toEqual({ filter: { name: 'a' } });
  });
});

describe('deployments', () => {
  const answer = {
    deploymentKey: '1',
    tenantId: 't',
    deployments: [{ processDefinition: { processDefinitionKey: '2' }, form: null }],
  };

  it('deploys files and sorts what was deployed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'camunda-deploy-'));
    const path = join(folder, 'order.bpmn');
    await writeFile(path, '<bpmn/>');
    const transport = scriptedTransport(() => answer);
    const { processes, forms } = await createApiClient(transport).deployResourcesFromFiles([path], {
      tenantId: 't',
    });
    expect([processes, forms]).toEqual([[{ processDefinitionKey: '2' }], []]);
    const form = transport.calls[0]?.input.body as FormData;
    const file = form.get('resources') as File;
    expect([file.name, await file.text(), form.get('tenantId')]).toEqual(['order.bpmn', '<bpmn/>', 't']);
  });

  it.each([
    [[], 'RESOURCE_MISSING', ''],
    [[{ name: 'a.txt', content: 'x' }], 'RESOURCE_EXTENSION', 'a.txt'],
    [[{ name: 'a.bpmn', content: '' }], 'RESOURCE_EMPTY', 'a.bpmn'],
    [[{ name: 'a.bpmn', content: new Uint8Array(5_000_000) }], 'RESOURCE_TOO_LARGE', 'a.bpmn'],
    [
      [
        { name: 'a.bpmn', content: 'x' },
        { name: 'a.bpmn', content: 'y' },
      ],
      'RESOURCE_DUPLICATE',
      'a.bpmn',
    ],
  ] as const)('checks before sending: %j', async (resources, code, file) => {
    const transport = scriptedTransport(() => answer);
    await expect(createApiClient(transport).deployResources(resources)).rejects.toMatchObject({ code, file });
    expect(transport.calls).toHaveLength(0);
  });

  it('names a file that is not there', async () => {
    const call = createApiClient(scriptedTransport(() => answer)).deployResourcesFromFiles([
      '/nowhere/a.bpmn',
    ]);
    await expect(call).rejects.toSatisfy(ResourceError.isInstance);
    await expect(call).rejects.toMatchObject({ code: 'RESOURCE_MISSING', file: '/nowhere/a.bpmn' });
  });
});

describe('keys', () => {
  it('are checked texts', () => {
    expect(ProcessInstanceKey.assumeExists('2251799813685249')).toBe('2251799813685249');
    expect(() => ProcessInstanceKey.assumeExists('abc')).toThrow(KeyFormatError);
    expect([
      ProcessInstanceKey.isValid('-1'),
      ProcessInstanceKey.isValid(''),
      ProcessInstanceKey.isValid(5),
    ]).toEqual([true, false, false]);
    expect([TenantId.isValid('<default>'), TenantId.isValid('a b')]).toEqual([true, false]);
  });
});

describe('validation', () => {
  it('says what is wrong with an input and where, before sending', async () => {
    const transport = scriptedTransport(() => undefined);
    const client = createApiClient(transport, { validation: 'strict' });
    const call = client.completeJob({ jobKey: 'not a key', variables: { password: 1 } });
    await expect(call).rejects.toMatchObject({ code: 'REQUEST_INVALID', findings: [{ path: 'jobKey' }] });
    const created = client.createUser({ username: 'a', password: 12345 as never, name: 'n', email: 'e' });
    const error = await created.catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('password');
    expect(String(error)).not.toContain('12345');
    expect(transport.calls).toHaveLength(0);
  });

  it('warns instead where asked to, by the grammar of the setting', async () => {
    const logger = { warn: vi.fn() };
    const transport = scriptedTransport(() => undefined);
    await createApiClient(transport, { validation: 'req:warn,res:none', logger }).completeJob({
      jobKey: 'x',
    });
    expect(transport.calls).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledOnce();
    expect(() => createApiClient(transport, { validation: 'req:loud' })).toThrow('req:loud');
  });
});
