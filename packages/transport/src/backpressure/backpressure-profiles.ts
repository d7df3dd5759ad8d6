/** How strongly calls are held back when the cluster is overloaded. `LEGACY` only watches. */
export type BackpressureProfile = 'BALANCED' | 'CONSERVATIVE' | 'AGGRESSIVE' | 'LEGACY';

/** The numbers behind a profile. */
export interface BackpressureSettings {
  /** Whether calls are ever held back. */
  readonly limits: boolean;
  /** The limit of calls under way after the first sign of overload. */
  readonly initialMax: number;
  /** The limit never gets lower than this. */
  readonly floor: number;
  /** What is left of the limit after a sign of overload, as a factor. */
  readonly softFactor: number;
  /** What is left of the limit after a sign of severe overload, as a factor. */
  readonly severeFactor: number;
  /** How many signs in a row count as severe. */
  readonly severeThreshold: number;
  /** The time between two steps of recovery, in milliseconds. */
  readonly recoveryIntervalMs: number;
  /** How much the limit grows in a step while it is below `initialMax` and the cluster is not healthy yet. */
  readonly recoveryStep: number;
  /** The factor by which the limit grows in a step while the cluster is healthy. */
  readonly healthyRecoveryMultiplier: number;
  /** The time without a sign that lowers the severity by one, in milliseconds. */
  readonly decayQuietMs: number;
  /** The time in health after which the limit is lifted, in milliseconds. */
  readonly unlimitedAfterHealthyMs: number;
  /** How many calls may wait; a further one fails at once. */
  readonly maxWaiters: number;
  /** The first extra pause of a call while the limit is at its floor and signs keep coming, in milliseconds; it doubles with every sign. */
  readonly floorDelayMs: number;
  /** The longest extra pause, in milliseconds. */
  readonly maxFloorDelayMs: number;
}

/** Changes to a profile, or the profile itself. */
export interface BackpressureOptions extends Partial<Omit<BackpressureSettings, 'limits'>> {
  /** @default 'BALANCED' */
  readonly profile?: BackpressureProfile | undefined;
}

const BALANCED: BackpressureSettings = {
  limits: true,
  initialMax: 16,
  floor: 1,
  softFactor: 0.7,
  severeFactor: 0.5,
  severeThreshold: 3,
  recoveryIntervalMs: 1000,
  recoveryStep: 1,
  healthyRecoveryMultiplier: 1.5,
  decayQuietMs: 2000,
  unlimitedAfterHealthyMs: 30_000,
  maxWaiters: 1000,
  floorDelayMs: 25,
  maxFloorDelayMs: 2000,
};

/** The numbers of every profile. */
export const BACKPRESSURE_PROFILES: Readonly<Record<BackpressureProfile, BackpressureSettings>> = {
  BALANCED,
  CONSERVATIVE: {
    ...BALANCED,
    initialMax: 12,
    softFactor: 0.6,
    severeFactor: 0.4,
    severeThreshold: 2,
    recoveryIntervalMs: 1200,
    healthyRecoveryMultiplier: 1.3,
    decayQuietMs: 2500,
    unlimitedAfterHealthyMs: 60_000,
    maxWaiters: 500,
  },
  AGGRESSIVE: {
    ...BALANCED,
    initialMax: 24,
    floor: 2,
    softFactor: 0.8,
    severeFactor: 0.6,
    severeThreshold: 4,
    recoveryIntervalMs: 800,
    recoveryStep: 2,
    healthyRecoveryMultiplier: 2,
    decayQuietMs: 1500,
    unlimitedAfterHealthyMs: 15_000,
    maxWaiters: 2000,
  },
  LEGACY: { ...BALANCED, limits: false },
};
