import { describe, expect, it } from 'vitest';
import type { TransportConfiguration } from '../transport-configuration.ts';
import { BackpressureGate } from './backpressure-gate.ts';
import type { BackpressureSettings } from './backpressure-profiles.ts';
import { resolveBackpressure } from './resolve-backpressure.ts';

type Row = readonly (number | boolean)[];

const NAMES: readonly (keyof BackpressureSettings)[] = [
  'limits',
  'initialMax',
  'softFactor',
  'severeFactor',
  'recoveryIntervalMs',
  'recoveryStep',
  'decayQuietMs',
  'floor',
  'severeThreshold',
  'maxWaiters',
  'healthyRecoveryMultiplier',
  'unlimitedAfterHealthyMs',
  'floorDelayMs',
  'maxFloorDelayMs',
];

// As in the SDKs of other languages: whoever changes language finds the same behaviour.
const PROFILES: readonly (readonly ['BALANCED' | 'CONSERVATIVE' | 'AGGRESSIVE' | 'LEGACY', Row])[] = [
  ['BALANCED', [true, 16, 0.7, 0.5, 1000, 1, 2000, 1, 3, 1000, 1.5, 30_000, 25, 2000]],
  ['CONSERVATIVE', [true, 12, 0.6, 0.4, 1200, 1, 2500, 1, 2, 500, 1.3, 60_000, 25, 2000]],
  ['AGGRESSIVE', [true, 24, 0.8, 0.6, 800, 2, 1500, 2, 4, 2000, 2, 15_000, 25, 2000]],
  ['LEGACY', [false, 16, 0.7, 0.5, 1000, 1, 2000, 1, 3, 1000, 1.5, 30_000, 25, 2000]],
];

const KNOBS: readonly (readonly [
  keyof TransportConfiguration,
  keyof BackpressureSettings,
  number,
  number,
])[] = [
  ['CAMUNDA_SDK_BACKPRESSURE_INITIAL_MAX', 'initialMax', 7, 7],
  ['CAMUNDA_SDK_BACKPRESSURE_FLOOR', 'floor', 3, 3],
  ['CAMUNDA_SDK_BACKPRESSURE_SOFT_FACTOR', 'softFactor', 65, 0.65],
  ['CAMUNDA_SDK_BACKPRESSURE_SEVERE_FACTOR', 'severeFactor', 35, 0.35],
  ['CAMUNDA_SDK_BACKPRESSURE_SEVERE_THRESHOLD', 'severeThreshold', 5, 5],
  ['CAMUNDA_SDK_BACKPRESSURE_RECOVERY_INTERVAL_MS', 'recoveryIntervalMs', 70, 70],
  ['CAMUNDA_SDK_BACKPRESSURE_RECOVERY_STEP', 'recoveryStep', 4, 4],
  ['CAMUNDA_SDK_BACKPRESSURE_HEALTHY_RECOVERY_MULTIPLIER', 'healthyRecoveryMultiplier', 175, 1.75],
  ['CAMUNDA_SDK_BACKPRESSURE_DECAY_QUIET_MS', 'decayQuietMs', 0, 0],
  ['CAMUNDA_SDK_BACKPRESSURE_UNLIMITED_AFTER_HEALTHY_MS', 'unlimitedAfterHealthyMs', 0, 0],
  ['CAMUNDA_SDK_BACKPRESSURE_MAX_WAITERS', 'maxWaiters', 0, 0],
];

describe('resolveBackpressure', () => {
  it.each(PROFILES)('%s has the constants of the other SDKs', (profile, row) => {
    const expected = Object.fromEntries(NAMES.map((name, index) => [name, row[index]]));
    expect(resolveBackpressure(profile, {})).toEqual(expected);
    expect(resolveBackpressure({ profile }, {})).toEqual(expected);
    expect(resolveBackpressure(undefined, { CAMUNDA_SDK_BACKPRESSURE_PROFILE: profile })).toEqual(expected);
  });

  it.each(KNOBS)('%s changes %s', (setting, name, given, expected) => {
    const configuration = { CAMUNDA_SDK_BACKPRESSURE_PROFILE: 'AGGRESSIVE', [setting]: given } as const;
    expect(resolveBackpressure(undefined, configuration as TransportConfiguration)).toEqual({
      ...resolveBackpressure('AGGRESSIVE', {}),
      [name]: expected,
    });
    expect(resolveBackpressure({ [name]: expected }, {})[name]).toBe(expected);
    // A profile of the options brings its own numbers.
    const options = resolveBackpressure({ profile: 'BALANCED' }, configuration as TransportConfiguration);
    expect(options).toEqual(resolveBackpressure('BALANCED', {}));
  });

  it('works with the smallest numbers that the configuration allows', () => {
    let now = 0;
    const clock = {
      now: () => now,
      monotonic: () => now,
      setTimeout: () => 0,
      clearTimeout: () => undefined,
    };
    const settings = resolveBackpressure({ decayQuietMs: 0, unlimitedAfterHealthyMs: 0, maxWaiters: 0 }, {});
    const gate = new BackpressureGate(settings, clock);
    gate.signalOverload();
    now += 1;
    expect(gate.state).toMatchObject({ severity: 'healthy', permitsMax: undefined });
  });

  it('takes an undefined member for one that is left out', () => {
    expect(resolveBackpressure({ initialMax: undefined } as object, {}).initialMax).toBe(16);
  });

  it.each([
    [{ floor: 0 }, 'backpressure.floor has to be at least 1, not 0'],
    [{ profile: 'toString' as 'LEGACY' }, 'backpressure.profile has to be one of'],
    [{ softFactor: 1 }, 'backpressure.softFactor has to be less than 1, not 1'],
    [{ initialMax: Number.NaN }, 'backpressure.initialMax has to be at least 1, not NaN'],
  ])('refuses %j', (options, message) => {
    expect(() => resolveBackpressure(options, {})).toThrow(message);
  });
});
