import type { CallOptions, Operation, OperationInput, Transport } from '@camunda/transport';
import { describe, expect, it } from 'vitest';
import { createApiClient } from './create-api-client.ts';

interface Recorded {
  readonly operation: Operation;
  readonly input: OperationInput | undefined;
  readonly options: CallOptions | undefined;
}

function recordingTransport(answer: unknown = undefined): { transport: Transport; calls: Recorded[] } {
  const calls: Recorded[] = [];
  const transport: Transport = {
    call: async <Result>(operation: Operation, input?: OperationInput, options?: CallOptions) => {
      calls.push({ operation, input, options });
      return answer as Result;
    },
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  return { transport, calls };
}

describe('createApiClient', () => {
  it('divides one flat input into path, query and body', async () => {
    const { transport, calls } = recordingTransport();
    const client = createApiClient(transport);
    await client.searchUserTaskVariables({ userTaskKey: '1', truncateValues: false, filter: { name: 'a' } });
    expect(calls[0]?.operation.operationId).toBe('searchUserTaskVariables');
    expect(calls[0]?.input).toEqual({
      path: { userTaskKey: '1' },
      query: { truncateValues: false },
      body: { filter: { name: 'a' } },
    });
  });

  it('takes the options first where there is no input', async () => {
    const { transport, calls } = recordingTransport();
    await createApiClient(transport).getTopology({ timeoutMs: 5 });
    expect(calls[0]).toMatchObject({ input: {}, options: { timeoutMs: 5 } });
  });

  it('offers each operation in its group too', () => {
    const client = createApiClient(recordingTransport().transport);
    expect(client.processInstance.createProcessInstance).toBe(client.createProcessInstance);
    expect(client.userTask.completeUserTask).toBe(client.completeUserTask);
  });

  it('neither changes nor keeps a frozen input', async () => {
    const { transport, calls } = recordingTransport();
    const input = Object.freeze({ processDefinitionId: 'order', variables: Object.freeze({ a: 1 }) });
    await createApiClient(transport).createProcessInstance(input);
    expect(calls[0]?.input?.body).toEqual(input);
    expect(calls[0]?.input?.body).not.toBe(input);
  });
});
