import { describe, expect, it } from 'vitest';
import { operations } from './descriptors.ts';

const all = Object.values(operations);

describe('operations', () => {
  it('holds every operation under its name', () => {
    expect(all).toHaveLength(241);
    for (const [name, descriptor] of Object.entries(operations)) expect(descriptor.operationId).toBe(name);
  });

  it('names the parameters that its paths hold', () => {
    for (const { path, pathParameters } of all) {
      expect([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])).toEqual(pathParameters);
    }
  });

  it.each([
    ['getTopology', 'safe'],
    ['searchProcessInstances', 'safe'],
    ['getJobTypeStatistics', 'safe'],
    ['completeJob', 'acknowledgement'],
    ['failJob', 'acknowledgement'],
    ['throwJobError', 'acknowledgement'],
    ['createProcessInstance', 'unsafe'],
    ['publishMessage', 'unsafe'],
    ['correlateMessage', 'unsafe'],
    ['broadcastSignal', 'unsafe'],
    ['createDeployment', 'unsafe'],
    ['evaluateDecision', 'unsafe'],
    ['activateJobs', 'unsafe'],
    ['cancelProcessInstancesBatchOperation', 'unsafe'],
    ['cancelProcessInstance', 'idempotent'],
    ['updateJob', 'idempotent'],
    ['deleteUser', 'idempotent'],
  ] as const)('puts %s into the class %s', (operationId, operationClass) => {
    expect(operations[operationId].operationClass).toBe(operationClass);
  });

  it('marks what is served beside /v2', () => {
    expect(
      all.filter(({ base }) => base === 'origin').every(({ path }) => path.startsWith('/cluster/v2/')),
    ).toBe(true);
    expect(operations.getTopology.base).toBeUndefined();
  });
});
