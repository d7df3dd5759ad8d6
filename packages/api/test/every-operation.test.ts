import { createTransport, type Transport } from '@camunda/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../src/index.ts';
import { exampleValue } from './example-value.ts';
import { type PlannedAnswer, type RecordingServer, startRecordingServer } from './recording-server.ts';
import { hasSpecification, readDocument, type SpecifiedOperation } from './specification.ts';

// Expectations come from the OpenAPI document alone; the client is only called.
const isThere = hasSpecification('every operation against the specification');
const { operations, follow } = isThere ? readDocument() : { operations: [], follow: () => ({}) };

type AnyClient = Record<string, (...parameters: unknown[]) => Promise<unknown>>;

let server: RecordingServer;
let transport: Transport;
let client: AnyClient;

beforeAll(async () => {
  server = await startRecordingServer();
  transport = createTransport({ baseUrl: `${server.origin}/v2`, retry: false });
  client = createApiClient(transport, { validation: 'fanatical' }) as unknown as AnyClient;
});

afterAll(async () => {
  await transport?.close();
  await server?.[Symbol.asyncDispose]();
});

interface Prepared {
  readonly input: Record<string, unknown>;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body: Record<string, unknown>;
}

/** One flat input, and where its members have to arrive. */
function prepare(operation: SpecifiedOperation, members: 'all' | 'required', variant: number): Prepared {
  const options = { follow, members, variant };
  const input: Record<string, unknown> = {};
  let path = operation.isBesideBase ? operation.path : `/v2${operation.path}`;
  const query: [string, string][] = [];
  for (const parameter of operation.parameters) {
    if (members === 'required' && !parameter.required) continue;
    const value = exampleValue(parameter.schema, options);
    input[parameter.name] = value;
    if (parameter.in === 'path')
      path = path.replace(`{${parameter.name}}`, encodeURIComponent(String(value)));
    else query.push([parameter.name, String(value)]);
  }
  const body =
    operation.bodySchema === undefined
      ? {}
      : (exampleValue(operation.bodySchema, options) as Record<string, unknown>);
  Object.assign(input, body);
  return { input, path, query, body };
}

/** The first success that the document names. */
function planAnswer({ answers }: SpecifiedOperation): { answer: PlannedAnswer; result: unknown } {
  const [{ status, contentType, schema } = { status: 204, contentType: undefined, schema: undefined }] =
    answers;
  if (contentType === undefined) return { answer: { status }, result: undefined };
  if (contentType !== 'application/json') {
    const isBinary = contentType === 'application/octet-stream';
    const body = isBinary ? Buffer.from([0, 255, 13, 10]) : '<xml>ü</xml>';
    return {
      answer: { status, contentType, body },
      result: isBinary ? new Uint8Array([0, 255, 13, 10]) : body,
    };
  }
  const result = exampleValue(schema, { follow, members: 'all' });
  return { answer: { status, contentType, body: JSON.stringify(result) }, result };
}

async function compareBody(operation: SpecifiedOperation, expected: Prepared['body']): Promise<void> {
  const request = server.requests.at(-1);
  if (operation.contentType === undefined) {
    expect(request?.body.length).toBe(0);
    return;
  }
  expect(request?.contentType?.split(';')[0]).toBe(operation.contentType);
  if (operation.contentType === 'application/json') {
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual(expected);
    return;
  }
  const headers = { 'content-type': request?.contentType ?? '' };
  const form = await new Response(new Uint8Array(request?.body ?? []), { headers }).formData();
  const expectedParts = Object.entries(expected).flatMap(([name, value]) =>
    Array.isArray(value) && value[0] instanceof File ? value.map((item) => [name, item]) : [[name, value]],
  );
  expect([...form.keys()]).toEqual(expectedParts.map(([name]) => name));
  for (const [name, value] of expectedParts as [string, unknown][]) {
    const part = form.get(name);
    if (value instanceof File) {
      expect((part as File).name).toBe(value.name);
      expect(await (part as File).text()).toBe(await value.text());
    } else if (typeof value === 'object') {
      expect((part as File).type).toBe('application/json');
      expect(JSON.parse(await (part as File).text())).toEqual(value);
    } else expect(part).toBe(String(value));
  }
}

describe.runIf(isThere)('every operation', () => {
  it('is there, and nothing else is', () => {
    const ids = Object.keys(createApiClient(transport)).filter((name) => typeof client[name] === 'function');
    const helpers = ['deployResources', 'deployResourcesFromFiles', 'ensureProcessInstance', 'forTenant'];
    expect(ids.filter((id) => !helpers.includes(id)).sort()).toEqual(
      operations.map(({ operationId }) => operationId).sort(),
    );
    expect(operations).toHaveLength(241);
  });

  for (const members of ['all', 'required'] as const) {
    for (const operation of operations) {
      for (const variant of [0, 1, 2, 3].slice(0, members === 'all' ? 4 : 1)) {
        it(`${operation.operationId} is sent as specified (${members} members, variant ${variant})`, async () => {
          const { input, path, query, body } = prepare(operation, members, variant);
          const { answer, result } = planAnswer(operation);
          server.answer = () => answer;
          const before = server.requests.length;
          const hasInput = operation.parameters.length > 0 || operation.contentType !== undefined;
          const received = await (hasInput
            ? client[operation.operationId]?.(Object.freeze(input))
            : client[operation.operationId]?.());
          expect(server.requests.length).toBe(before + 1);
          const request = server.requests.at(-1);
          expect({ method: request?.method, path: request?.path }).toEqual({
            method: operation.method,
            path,
          });
          expect([...(request?.query ?? [])].sort()).toEqual([...query].sort());
          await compareBody(operation, body);
          expect(received).toEqual(result);
        });
      }
    }
  }
});
