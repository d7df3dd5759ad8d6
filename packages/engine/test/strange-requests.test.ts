import { type OperationDescriptor, operations } from '@camunda/api/descriptors';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handlers } from '../src/operations/handlers.ts';
import { oneTask } from './bpmn.ts';
import type { Schema } from './schema-check.ts';
import { findOperation, readSpecification } from './specification.ts';
import { TestEngine } from './test-engine.ts';

const specification = readSpecification();
if (specification === null) {
  console.log('skipped: strange requests: the specification document is not beside the repository');
}

const strangeValue = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 1e300, '', ' ', '0', '-1', 'x'.repeat(300), '=1 +', '=[', [], {}),
  fc.constantFrom<unknown>([null], [[]], [{}], { $eq: null }, { $in: 'x' }, { $like: '\\' }, { $or: [{}] }),
  fc.constantFrom(
    '<default>',
    '2251799813685249',
    '2030-01-01T00:00:00Z',
    '9999-99-99',
    '__proto__',
    '\u0000',
    '𝒳',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Bodies whose members are those of the specification, each fitting, strange or missing. */
function bodyOf(schema: Schema | undefined, depth = 0): fc.Arbitrary<unknown> {
  const node = resolve(schema);
  const parts = [...(node.allOf ?? []), ...(node.oneOf ?? []), ...(node.anyOf ?? [])];
  const members = Object.assign({}, ...parts.map(membersOf), node.properties) as Record<string, Schema>;
  if (depth > 5 || node.type === 'string' || node.enum !== undefined) {
    return fc.oneof(
      fc.constantFrom(...(node.enum ?? ['a', 'one-task', 'work', '2251799813685250'])),
      strangeValue,
    );
  }
  if (Object.keys(members).length > 0) {
    const record = Object.fromEntries(
      Object.entries(members).map(([name, member]) => [name, bodyOf(member, depth + 1)]),
    );
    const shaped = fc.record(record, { requiredKeys: [] });
    return depth === 0 ? shaped : fc.oneof({ weight: 4, arbitrary: shaped }, strangeValue);
  }
  if (node.items !== undefined) {
    return fc.oneof(fc.array(bodyOf(node.items, depth + 1), { maxLength: 3 }), strangeValue);
  }
  const fitting =
    node.type === 'boolean' ? fc.boolean() : node.type === 'integer' ? fc.nat(1000) : strangeValue;
  return fc.oneof(fitting, strangeValue);
}

function resolve(schema: Schema | undefined): Schema {
  const name = schema?.$ref?.split('/').at(-1);
  return name === undefined ? (schema ?? {}) : resolve(specification?.components.schemas[name]);
}

function membersOf(schema: Schema): Record<string, Schema> {
  const node = resolve(schema);
  return Object.assign({}, ...(node.allOf ?? []).map(membersOf), node.properties);
}

function pathOf({ path, pathParameters }: OperationDescriptor): fc.Arbitrary<string> {
  const value = fc.constantFrom(
    '1',
    'a',
    '-1',
    '2251799813685250',
    '2251799813685252',
    '%00',
    '%2F',
    '%3Cdefault%3E',
    '%F0%9F%98%80',
  );
  return fc
    .tuple(...pathParameters.map(() => value), fc.constantFrom('', '?', '?a', '?truncateValues=&x=%ff'))
    .map(
      (values) =>
        pathParameters.reduce((made, name, index) => made.replace(`{${name}}`, values[index] ?? ''), path) +
        values.at(-1),
    );
}

/** Waiting is not what is looked at here. */
function withoutWaiting(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'requestTimeout' in body
    ? { ...body, requestTimeout: -1 }
    : body;
}

describe.skipIf(specification === null)('a strange request', () => {
  const here = Object.values(operations).filter(
    ({ operationId, body, base }) =>
      Object.hasOwn(handlers, operationId) && body !== 'multipart' && base === undefined,
  );

  it.each(here.map((operation) => [operation.operationId, operation] as const))(
    '%s is answered, and never with a fault of the engine',
    async (operationId, operation) => {
      const schema =
        specification &&
        findOperation(specification, operationId)?.requestBody?.content['application/json']?.schema;
      const engine = new TestEngine({ longPollTimeoutMs: 1, requestTimeoutMs: 1, seed: 1 });
      await engine.deploy(oneTask());
      await engine.create('one-task');
      const bodies = operation.body === 'none' ? fc.constant(undefined) : bodyOf(schema ?? {});
      await fc.assert(
        fc.asyncProperty(pathOf(operation), bodies, async (path, body) => {
          const answer = await engine.call(operation.method, path, withoutWaiting(body));
          expect(answer.status, JSON.stringify(answer.body)).not.toBe(500);
        }),
        { numRuns: 25, seed: 1 },
      );
    },
  );
});
