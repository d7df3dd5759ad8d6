import { createLogger, NullLogger } from '@camunda/logger';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp } from '../test/harness.ts';
import { hasLeases } from './lease-support.ts';

const logger = createLogger(new NullLogger());
const { signal } = new AbortController();

describe('hasLeases', () => {
  it.each([
    ['8.10.0', true],
    ['v8.10.0-alpha1', true],
    ['8.11.3', true],
    ['9.0.0', true],
    ['8.9.9', false],
    ['7.23.0', false],
    ['SNAPSHOT', false],
  ])('goes by the version of the cluster: %s', async (version, expected) => {
    const { gateway, transport } = await setUp();
    gateway.version = version;
    expect(await hasLeases(transport, new ManualClock(), logger, signal)).toBe(expected);
    expect(await hasLeases(transport, new ManualClock(), logger, signal)).toBe(expected);
    expect(gateway.of('topology')).toHaveLength(1);
  });

  it.each([401, 429, 500, 503])('asks again after half a minute where the answer was %i', async (status) => {
    const { gateway, transport } = await setUp();
    const clock = new ManualClock();
    gateway.version = '8.10.0';
    gateway.fault = () => ({ kind: 'status', status });
    const ask = (): Promise<boolean> => hasLeases(transport, clock, logger, signal);
    expect(await ask()).toBe(false);
    gateway.fault = () => undefined;
    const asked = gateway.of('topology').length;
    clock.advance(29_999);
    expect(await ask()).toBe(false);
    expect(gateway.of('topology')).toHaveLength(asked);
    clock.advance(1);
    expect(await ask()).toBe(true);
  });

  it.each([400, 403, 404])('does not ask again where the answer was %i', async (status) => {
    const { gateway, transport } = await setUp();
    const clock = new ManualClock();
    gateway.fault = () => ({ kind: 'status', status });
    expect(await hasLeases(transport, clock, logger, signal)).toBe(false);
    const asked = gateway.of('topology').length;
    clock.advance(3_600_000);
    expect(await hasLeases(transport, clock, logger, signal)).toBe(false);
    expect(gateway.of('topology')).toHaveLength(asked);
  });
});
