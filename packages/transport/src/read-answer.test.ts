import { describe, expect, it, onTestFinished } from 'vitest';
import {
  completeJob,
  createProcessInstance,
  getDocument,
  getTopology,
  publishMessage,
} from '../test/operations.ts';
import { failureOf, setUp } from '../test/set-up.ts';
import type { StubAnswer } from '../test/stub-server.ts';
import {
  type AnswerStream,
  createTransport,
  type Sender,
  ValidationError,
  type WireResponse,
} from './index-node.ts';

/** What a call for the topology fails with when this is the answer. */
async function errorFor(answer: StubAnswer, operation = getTopology): Promise<unknown> {
  const { transport } = await setUp(() => answer, { retry: false });
  return failureOf(transport.call(operation, { body: {}, path: { jobKey: '1' } }));
}

describe('an error answer', () => {
  it.each([
    [400, false],
    [404, false],
    [408, true],
    [409, false],
    [429, false],
    [500, true],
    [501, false],
    [502, true],
    [503, true],
    [504, true],
  ])('%i to a command leaves its outcome unknown: %s', async (status, outcomeUnknown) => {
    expect(await errorFor({ status, body: {} }, publishMessage)).toMatchObject({ status, outcomeUnknown });
    expect(await errorFor({ status, body: {} })).toMatchObject({ status, outcomeUnknown: false });
  });

  it('keeps all digits, and only texts where texts are due', async () => {
    const body = '{"title":"TAKEN","detail":5,"key":9007199254740993}';
    expect(await errorFor({ status: 409, body })).toMatchObject({
      title: 'TAKEN',
      detail: undefined,
      body: { key: '9007199254740993' },
    });
  });

  it('is kept to its first 2,000 characters where it is no JSON', async () => {
    const error = await errorFor({ status: 400, body: `<html>${'x'.repeat(5000)}` });
    expect((error as { body: string }).body).toHaveLength(2000);
  });

  it('names permissions after a 403 only, and the id that a gateway gave', async () => {
    const headers = { 'x-correlation-id': 'c-1' };
    expect(await errorFor({ status: 404, headers, body: {} }, createProcessInstance)).toMatchObject({
      requiredPermissions: undefined,
      requestId: 'c-1',
    });
  });
});

describe('an answer that is none', () => {
  it('leaves the outcome of a command unknown', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<html>' };
    for (const operation of [publishMessage, completeJob])
      expect(await errorFor(page, operation)).toMatchObject({
        code: 'RESPONSE_INVALID',
        outcomeUnknown: true,
      });
    expect(await errorFor(page)).toMatchObject({ outcomeUnknown: false });
  });

  it('is known for a page without a content type', async () => {
    expect(await errorFor({ body: '<p>' })).toMatchObject({ hint: expect.stringContaining('web page') });
  });

  it('is no JSON because it could be read as such', async () => {
    const answer = { headers: { 'content-type': 'application/xml' }, body: '1' };
    expect(await errorFor(answer)).toMatchObject({ code: 'RESPONSE_INVALID' });
  });
});

describe("a sender of the user's", () => {
  const sending = (send: Sender['send']) => {
    const transport = createTransport({ sender: { name: 'own', send, close: async () => undefined } });
    onTestFinished(() => transport.close());
    return transport;
  };
  const giving = (answer: Partial<WireResponse>) =>
    sending(async () => ({ status: 200, header: () => undefined, body: '', ...answer }));

  it('may give what is no answer', async () => {
    expect(await failureOf(giving({ status: 0 }).call(getTopology))).toMatchObject({
      code: 'HTTP_ERROR',
      status: 0,
    });
  });

  it('may have read what was asked for as a stream', async () => {
    const answer = await giving({ body: new Uint8Array([1, 2]) }).call<AnswerStream>(
      { ...getDocument, response: 'stream' },
      { path: { documentId: 'd' } },
    );
    expect(await new Response(answer.stream).bytes()).toEqual(new Uint8Array([1, 2]));
  });

  it('has its own errors of calls left as they are', async () => {
    const own = new ValidationError('not like this', { operationId: 'getTopology' });
    const transport = sending(() => Promise.reject(own));
    expect(await failureOf(transport.call(getTopology))).toBe(own);
  });

  it('is not asked to send what was cancelled while its credentials were waited for', async () => {
    let sent = 0;
    const headers = Promise.withResolvers<Record<string, string>>();
    const transport = createTransport({
      authProvider: { getHeaders: () => headers.promise },
      sender: {
        name: 'own',
        send: async () => {
          sent += 1;
          return { status: 200, header: () => undefined, body: '{}' };
        },
        close: async () => undefined,
      },
    });
    onTestFinished(() => transport.close());
    const controller = new AbortController();
    const call = failureOf(transport.call(getTopology, {}, { signal: controller.signal }));
    controller.abort(new Error('enough'));
    expect(await call).toBe(controller.signal.reason);
    headers.resolve({ authorization: 'late' });
    for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toBe(0);
  });
});
