import { ValidationError } from '../errors/validation-error.ts';
import { kindOf } from '../expectation.ts';
import type { TransportConfiguration } from '../transport-configuration.ts';
import {
  BACKPRESSURE_PROFILES,
  type BackpressureOptions,
  type BackpressureProfile,
  type BackpressureSettings,
} from './backpressure-profiles.ts';

/**
 * Options over configuration over the profile. The configuration's factors are percentages.
 *
 * @throws {ValidationError} an unknown profile, or a number that cannot work
 */
export function resolveBackpressure(
  options: BackpressureProfile | BackpressureOptions | undefined,
  configuration: TransportConfiguration,
): BackpressureSettings {
  const given: BackpressureOptions = typeof options === 'string' ? { profile: options } : (options ?? {});
  const name = given.profile ?? configuration.CAMUNDA_SDK_BACKPRESSURE_PROFILE ?? 'BALANCED';
  const profile = Object.hasOwn(BACKPRESSURE_PROFILES, name) ? BACKPRESSURE_PROFILES[name] : undefined;
  if (profile === undefined) {
    throw refuse('profile', `has to be one of ${Object.keys(BACKPRESSURE_PROFILES).join(', ')}, not ${name}`);
  }
  // A profile in the options brings its own numbers; those of the configuration belong to the configuration's profile.
  const knobs = given.profile === undefined ? fromConfiguration(configuration) : {};
  const { profile: _, ...changes } = given;
  const settings = { ...profile, ...defined(knobs), ...defined(changes) };
  check(settings);
  return settings;
}

function fromConfiguration(configuration: TransportConfiguration): Partial<BackpressureSettings> {
  const share = (percent: number | undefined): number | undefined =>
    percent === undefined ? undefined : percent / 100;
  return defined({
    initialMax: configuration.CAMUNDA_SDK_BACKPRESSURE_INITIAL_MAX,
    floor: configuration.CAMUNDA_SDK_BACKPRESSURE_FLOOR,
    softFactor: share(configuration.CAMUNDA_SDK_BACKPRESSURE_SOFT_FACTOR),
    severeFactor: share(configuration.CAMUNDA_SDK_BACKPRESSURE_SEVERE_FACTOR),
    severeThreshold: configuration.CAMUNDA_SDK_BACKPRESSURE_SEVERE_THRESHOLD,
    recoveryIntervalMs: configuration.CAMUNDA_SDK_BACKPRESSURE_RECOVERY_INTERVAL_MS,
    recoveryStep: configuration.CAMUNDA_SDK_BACKPRESSURE_RECOVERY_STEP,
    healthyRecoveryMultiplier: share(configuration.CAMUNDA_SDK_BACKPRESSURE_HEALTHY_RECOVERY_MULTIPLIER),
    decayQuietMs: configuration.CAMUNDA_SDK_BACKPRESSURE_DECAY_QUIET_MS,
    unlimitedAfterHealthyMs: configuration.CAMUNDA_SDK_BACKPRESSURE_UNLIMITED_AFTER_HEALTHY_MS,
    maxWaiters: configuration.CAMUNDA_SDK_BACKPRESSURE_MAX_WAITERS,
  });
}

function defined(
  members: { readonly [Name in keyof BackpressureSettings]?: number | boolean | undefined },
): Partial<BackpressureSettings> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function check(settings: BackpressureSettings): void {
  const names = Object.keys(BACKPRESSURE_PROFILES.BALANCED).filter((name) => name !== 'limits');
  const { limits: _, ...numbers } = settings;
  for (const [name, value] of Object.entries(numbers)) {
    if (!names.includes(name)) throw refuse(name, `is no option; there are profile, ${names.join(', ')}`);
    if (typeof value !== 'number') throw refuse(name, `has to be a number, not ${kindOf(value)}`);
    const least = LEAST[name] ?? 0;
    if (!(value >= least)) throw refuse(name, `has to be at least ${least}, not ${value}`);
  }
  for (const name of ['softFactor', 'severeFactor'] as const) {
    if (settings[name] >= 1) throw refuse(name, `has to be less than 1, not ${settings[name]}`);
  }
}

const LEAST: Readonly<Record<string, number>> = {
  initialMax: 1,
  floor: 1,
  severeThreshold: 1,
  recoveryIntervalMs: 1,
  recoveryStep: 1,
  healthyRecoveryMultiplier: 1,
  decayQuietMs: 0,
};

function refuse(name: string, what: string): ValidationError {
  const parameter = `backpressure.${name}`;
  return new ValidationError(`${parameter} ${what}`, { operationId: 'createTransport', parameter });
}
