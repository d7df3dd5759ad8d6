import type { Transport } from '@camunda/transport';
import { describe, expect, it } from 'vitest';
import { CamundaValidationError, createApiClient } from '../src/index.ts';
import type { ValidationMode } from '../src/validation/validation-mode.ts';
import { exampleValue } from './example-value.ts';
import { hasSpecification, type Node, readDocument } from './specification.ts';

const isThere = hasSpecification('answers of older and newer clusters');
const { operations, follow } = isThere ? readDocument() : { operations: [], follow: () => ({}) };
const answering = operations.filter(({ answers }) => answers[0]?.contentType === 'application/json');

/** Whether a cluster of 8.8 sends the member. */
function isKnownTo88(object: Node, member: string): boolean {
  const added = (object['x-properties-added-in-version'] ?? []) as {
    propertyName: string;
    addedInVersion?: string;
  }[];
  const version = added.find(({ propertyName }) => propertyName === member)?.addedInVersion;
  return version !== '8.9' && version !== '8.10';
}

async function receive(operationId: string, answer: unknown, response: ValidationMode): Promise<unknown> {
  const transport = { call: async () => answer } as unknown as Transport;
  const client = createApiClient(transport, { validation: { request: 'none', response } });
  return (client as unknown as Record<string, (input: object) => Promise<unknown>>)[operationId]?.({});
}

describe.runIf(isThere)('answers', () => {
  for (const { operationId, answers } of answering) {
    const schema = answers[0]?.schema;

    it(`${operationId} takes the answer of an older cluster`, async () => {
      const answer = exampleValue(schema, { follow, members: 'all', knows: isKnownTo88 });
      for (const mode of ['none', 'strict', 'fanatical'] as const)
        expect(await receive(operationId, answer, mode)).toBe(answer);
    });

    it(`${operationId} takes the answer of a newer cluster, and keeps what is new`, async () => {
      const answer = exampleValue(schema, { follow, members: 'all', isNewer: true });
      for (const mode of ['none', 'strict'] as const)
        expect(await receive(operationId, answer, mode)).toBe(answer);
      if (JSON.stringify(answer).includes('brandNewMember')) {
        await expect(receive(operationId, answer, 'fanatical')).rejects.toSatisfy(
          CamundaValidationError.isInstance,
        );
      }
    });
  }

  it('says what is wrong and where', async () => {
    const answer = { items: [{ processInstanceKey: 7 }], page: { totalItems: 'many' } };
    await expect(receive('searchProcessInstances', answer, 'strict')).rejects.toMatchObject({
      code: 'RESPONSE_INVALID',
      findings: expect.arrayContaining([
        { path: 'items.0.processInstanceKey', message: 'expected string, found 7' },
        { path: 'page.totalItems', message: 'expected number, found "many"' },
      ]),
    });
  });
});
