import { createTransport } from '@camunda/transport';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { scriptedTransport } from '../test/scripted-transport.ts';
import { createApiClient } from './index.ts';

const INPUT_INVALID = { code: 'INPUT_INVALID' };

function fixture(answer: unknown = {}) {
  const transport = scriptedTransport(() => answer);
  return { transport, client: createApiClient(transport) };
}

describe('an input', () => {
  it.each([['order'], [5], [true], [[1]], [new Map()], [new Set()], [new Date()], [() => 1]])(
    'that is %o is refused, not sent as something else',
    async (input) => {
      const { transport, client } = fixture();
      await expect(client.createProcessInstance(input as never)).rejects.toMatchObject(INPUT_INVALID);
      expect(transport.calls).toEqual([]);
    },
  );

  it('may be frozen, an instance of a class, or without a prototype', async () => {
    const { transport, client } = fixture();
    class Start {
      processDefinitionId = 'order';
    }
    await client.createProcessInstance(Object.freeze({ processDefinitionId: 'order' }));
    await client.createProcessInstance(new Start());
    await client.createProcessInstance(
      Object.assign(Object.create(null), { processDefinitionId: 'order' }) as Start,
    );
    expect(transport.calls.map(({ input }) => input.body)).toEqual(
      Array(3).fill({ processDefinitionId: 'order' }),
    );
  });

  it('keeps members named __proto__ and constructor what they are', async () => {
    const { transport, client } = fixture();
    const input = JSON.parse('{"processDefinitionId":"a","__proto__":{"tenantId":"x"},"constructor":1}');
    await client.createProcessInstance(input);
    const body = transport.calls[0]?.input.body as { tenantId?: string };
    expect(JSON.stringify(body)).toBe(JSON.stringify(input));
    expect(body.tenantId).toBeUndefined();
  });
});

describe('a path parameter', () => {
  it('that is missing, empty or leads elsewhere is refused before anything is sent [T23, T24]', async () => {
    const sent: unknown[] = [];
    const fetch = async (request: unknown): Promise<Response> => {
      sent.push(request);
      return Response.json({});
    };
    await using transport = createTransport({ baseUrl: 'http://cluster.example/v2', fetch });
    const client = createApiClient(transport);
    for (const username of [undefined, null, '', '.', '..', {}, 2 ** 60])
      await expect(client.deleteUser({ username } as never)).rejects.toMatchObject({ parameter: 'username' });
    expect(sent).toEqual([]);
  });
});

describe('the options of a call', () => {
  it.each([
    [{ timeout: 5 }, 'timeout is no option of getTopology; did you mean timeoutMs?'],
    [{ timeoutMS: 5 }, 'timeoutMS is no option of getTopology; did you mean timeoutMs?'],
    ['fast', 'The options of getTopology have to be an object, not string'],
    [{ as: 'text' }, 'The option as of getTopology has to be bytes or stream'],
    [
      { consistency: {} },
      'consistency.waitUpToMs of getTopology has to be a number of milliseconds from 0 on',
    ],
    [{ consistency: { waitUpToMs: Number.NaN } }, 'from 0 on, not NaN'],
    [{ consistency: { waitUpToMs: '5' } }, 'from 0 on, not string'],
    [{ consistency: true }, 'consistency of getTopology has to be an object, not boolean'],
    [{ consistency: { waitUpToMs: 5, pollIntervalMs: Number.NaN } }, 'consistency.pollIntervalMs'],
    [
      { consistency: { waitUpToMs: 5, predicate: 5 } },
      'consistency.predicate of getTopology has to be a function',
    ],
  ])('refuse %o', async (options, message) => {
    const { transport, client } = fixture();
    await expect(client.getTopology(options as never)).rejects.toThrow(message);
    expect(transport.calls).toEqual([]);
  });

  it('may be null', async () => {
    await expect(fixture().client.getTopology(null as never)).resolves.toEqual({});
  });
});

describe('createApiClient', () => {
  it.each([
    [{ tenantID: 'a' }, 'tenantID is no option of createApiClient; did you mean tenantId?'],
    [{ tenantId: '' }, 'tenantId of createApiClient has to be a text that is not empty'],
    [{ validation: { request: 'stirct', response: 'none' } }, 'validation of createApiClient has to be'],
    [{ validation: { request: 'strict' } }, 'validation of createApiClient has to be'],
    [{ versionCheck: 'sometimes' }, 'versionCheck of createApiClient has to be one of off, warn, fail'],
    [{ versionCheck: { mode: 'x' } }, 'versionCheck of createApiClient has to be one of off, warn, fail'],
    [{ pollIntervalMs: Number.NaN }, 'pollIntervalMs of createApiClient'],
    [{ logger: 5 }, 'logger of createApiClient has to be an object with the method warn, not 5'],
    [{ configuration: 5 }, 'configuration of createApiClient has to be an object'],
    ['strict', 'The options of createApiClient have to be an object, not string'],
  ])('refuses %o', (options, message) => {
    expect(() =>
      createApiClient(
        scriptedTransport(() => ({})),
        options as never,
      ),
    ).toThrow(message);
  });

  it('refuses what is no transport, and a tenant without an id', () => {
    expect(() => createApiClient('http://localhost' as never)).toThrow('The transport of createApiClient');
    expect(() => createApiClient(undefined as never)).toThrow('The transport of createApiClient');
    expect(() => fixture().client.forTenant(undefined as never)).toThrow(
      'forTenant takes the id of a tenant',
    );
    expect(() => fixture().client.forTenant('')).toThrow('tenantId of createApiClient has to be a text');
  });
});

describe('ensureProcessInstance', () => {
  it.each([[undefined], [{ processDefinitionId: 'a' }], [{ processDefinitionId: 'a', businessId: '' }]])(
    'refuses %o, for which any instance would do',
    async (input) => {
      const { transport, client } = fixture({ items: [{ processInstanceKey: '9' }] });
      await expect(client.ensureProcessInstance(input as never)).rejects.toMatchObject(INPUT_INVALID);
      expect(transport.calls).toEqual([]);
    },
  );

  it('looks for the tenant of the client only', async () => {
    const { transport, client } = fixture({ items: [{ processInstanceKey: '9' }] });
    await client.forTenant('a').ensureProcessInstance({ processDefinitionId: 'o', businessId: 'b' });
    expect(transport.calls[0]?.input.body).toMatchObject({ filter: { tenantId: 'a' } });
  });
});

describe('searchVariables with a schema', () => {
  const schema = v.object({ amount: v.number() });

  it('hands the options of the call on, with and without a wait', async () => {
    const { transport, client } = fixture({
      items: [{ name: 'amount', value: '1', scopeKey: '1' }],
      page: {},
    });
    const input = { processInstanceKey: '1' };
    await client.searchVariables(schema, input, { timeoutMs: 7, retry: false });
    await client.searchVariables(schema, input, { retry: false, consistency: { waitUpToMs: 50 } });
    expect(transport.calls[0]?.options).toEqual({ timeoutMs: 7, retry: false });
    expect(transport.calls.at(-1)?.options).toMatchObject({ retry: false, timeoutMs: 50 });
  });

  it('does not search all process instances where none is named', async () => {
    const { transport, client } = fixture({ items: [], page: {} });
    await expect(client.searchVariables(schema, {} as never)).rejects.toMatchObject(INPUT_INVALID);
    await expect(client.searchVariables(schema, undefined as never)).rejects.toMatchObject(INPUT_INVALID);
    expect(transport.calls).toEqual([]);
  });
});

describe('forms', () => {
  it('keep the digits of large integers', async () => {
    const { transport, client } = fixture();
    const customProperties = { big: 12345678901234567890n };
    await client.createDocument({ file: new Blob(['x']), metadata: { customProperties } });
    const form = transport.calls[0]?.input.body as FormData;
    expect(await (form.get('metadata') as Blob).text()).toBe(
      '{"customProperties":{"big":12345678901234567890}}',
    );
  });

  it.each([[new Uint8Array([1])], [new ArrayBuffer(1)]])('refuse bytes without a file: %o', async (file) => {
    const call = fixture().client.createDocument({ file: file as never });
    await expect(call).rejects.toThrow('file has to be a Blob, a File, a StreamedFile or a plain object');
  });
});

describe('deployments', () => {
  it.each([
    [undefined],
    ['a.bpmn'],
    [[null]],
    [[{ name: 'a.bpmn' }]],
    [[{ name: 'a.bpmn', content: 5 }]],
    [[{ content: 'x' }]],
  ])('refuse %o', async (resources) => {
    const { transport, client } = fixture();
    await expect(client.deployResources(resources as never)).rejects.toMatchObject(INPUT_INVALID);
    expect(transport.calls).toEqual([]);
  });

  it('refuse one path that is in no list', async () => {
    const call = fixture().client.deployResourcesFromFiles('order.bpmn' as never);
    await expect(call).rejects.toThrow('deployResourcesFromFiles takes a list of paths, not string');
  });
});

describe('validation', () => {
  it('says what none of the alternatives takes, where it is, and once [T48]', async () => {
    const transport = scriptedTransport(() => ({}));
    const client = createApiClient(transport, { validation: 'req:strict' });
    const nested = client.searchProcessInstances({ page: { limit: 'x' } } as never);
    await expect(nested).rejects.toMatchObject({
      findings: expect.arrayContaining([{ path: 'page.limit', message: 'expected number, found "x"' }]),
    });
    const call = client.createProcessInstance({ variables: 5 } as never).catch((error: unknown) => error);
    const { findings } = (await call) as { findings: { path: string }[] };
    expect(findings.filter(({ path }) => path === 'variables')).toHaveLength(1);
  });
});
