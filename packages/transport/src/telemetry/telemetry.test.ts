import { channel } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import { getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import { type CallEvent, currentCorrelationId, withCorrelation } from '../index-node.ts';

describe('events', () => {
  it('tell the story of a call: start, every attempt with its number, retries, refreshed credentials, end', async () => {
    const statuses = [503, 401, 200];
    let token = 0;
    const { transport } = await setUp(
      (_request, _response, index) => ({ status: statuses[index] ?? 500, body: {} }),
      {
        retry: { baseDelayMs: 1 },
        authProvider: { getHeaders: () => ({ authorization: `Bearer ${token++}` }) },
      },
    );
    const events: CallEvent[] = [];
    const stop = transport.subscribe((event) => events.push(event));
    await transport.call(getTopology);
    expect(events.filter((event) => event.type !== 'backpressure')).toEqual([
      {
        type: 'start',
        callId: 1,
        operationId: 'getTopology',
        correlationId: undefined,
        method: 'GET',
        path: '/topology',
      },
      { type: 'attempt', callId: 1, operationId: 'getTopology', correlationId: undefined, attempt: 1 },
      expect.objectContaining({
        type: 'retry',
        attempt: 1,
        delayMs: expect.any(Number),
        error: expect.any(Error),
      }),
      expect.objectContaining({ type: 'attempt', attempt: 2 }),
      expect.objectContaining({ type: 'auth', changed: true }),
      expect.objectContaining({
        type: 'end',
        attempts: 2,
        status: 200,
        error: undefined,
        durationMs: expect.any(Number),
      }),
    ]);
    expect(events.some((event) => event.type === 'backpressure' && event.severity === 'soft')).toBe(true);
    stop();
    const heard = events.length;
    await failureOf(transport.call(getTopology));
    expect(events).toHaveLength(heard);
  });

  it('go to diagnostics channels', async () => {
    const { transport } = await setUp(() => ({ status: 404, body: {} }));
    const heard: unknown[] = [];
    const listener = (event: unknown): void => void heard.push(event);
    const end = channel('camunda:transport:end');
    end.subscribe(listener);
    await failureOf(transport.call(getTopology));
    end.unsubscribe(listener);
    expect(heard).toEqual([
      expect.objectContaining({ type: 'end', operationId: 'getTopology', error: expect.any(Error) }),
    ]);
  });

  it('survive an asynchronous listener that rejects, whose fault is logged', async () => {
    const lines: unknown[][] = [];
    const log = (...line: unknown[]): void => void lines.push(line);
    const { transport } = await setUp(() => ({ body: { ok: true } }), {
      logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: log },
    });
    transport.subscribe(async () => {
      throw new Error('a broken listener');
    });
    expect(await transport.call(getTopology)).toEqual({ ok: true });
    expect(lines).toHaveLength(3);
  });

  it('survive a listener that throws: the call does too, the other listeners as well, and the fault is logged', async () => {
    const lines: unknown[][] = [];
    const log = (...line: unknown[]): void => void lines.push(line);
    const { transport } = await setUp(() => ({ body: { ok: true } }), {
      logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: log },
    });
    const heard: string[] = [];
    transport.subscribe(() => {
      throw new Error('a broken listener');
    });
    transport.subscribe((event) => heard.push(event.type));
    expect(await transport.call(getTopology)).toEqual({ ok: true });
    expect(heard).toEqual(['start', 'attempt', 'end']);
    expect(lines).toHaveLength(3);
  });
});

describe('withCorrelation', () => {
  it('keeps scopes apart that run at the same time, and ends with them', async () => {
    const { transport } = await setUp();
    const seen: (string | undefined)[] = [];
    transport.subscribe((event) => {
      if (event.type === 'end') seen.push(event.correlationId);
    });
    const scopes = ['A', 'B', 'C'].map((id) =>
      withCorrelation(id, async () => {
        await transport.call(getTopology);
        await transport.call(getTopology);
        return currentCorrelationId();
      }),
    );
    expect(await Promise.all(scopes)).toEqual(['A', 'B', 'C']);
    expect(seen.toSorted()).toEqual(['A', 'A', 'B', 'B', 'C', 'C']);
    expect(currentCorrelationId()).toBeUndefined();
    await transport.call(getTopology);
    expect(seen.at(-1)).toBeUndefined();
    await transport.call(getTopology, {}, { correlationId: 'own' });
    expect(seen.at(-1)).toBe('own');
  });
});
