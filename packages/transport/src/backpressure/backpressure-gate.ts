import type { Clock } from '@camunda/core';
import type { BackpressureSettings } from './backpressure-profiles.ts';

/** How the cluster is doing, as far as its answers tell. */
export type BackpressureSeverity = 'healthy' | 'soft' | 'severe';

/** A snapshot of the gate. */
export interface BackpressureState {
  readonly severity: BackpressureSeverity;
  /** How many calls may be under way at once; `undefined` for any number. */
  readonly permitsMax: number | undefined;
  /** How many are under way. */
  readonly permitsCurrent: number;
  /** How many wait for their turn. */
  readonly waiters: number;
  /** How many signs of overload came in a row. */
  readonly consecutiveSignals: number;
  /** The extra pause of a call before it is sent, in milliseconds; 0 unless the limit is at its floor. */
  readonly extraDelayMs: number;
}

/** A call in the queue. */
interface Waiter {
  readonly admit: () => void;
}

const SEVERITIES: readonly BackpressureSeverity[] = ['healthy', 'soft', 'severe'];

/**
 * Lets as many calls through as the cluster can bear: any number until the first sign of overload, then a limit that shrinks with every sign
 * and grows back with time, until it is lifted again.
 *
 * There is no timer: time passes whenever the gate is asked, and while calls wait, when the next step is due.
 */
export class BackpressureGate {
  readonly #settings: BackpressureSettings;
  readonly #clock: Clock;
  readonly #onChange: (state: BackpressureState) => void;
  readonly #waiters = new Set<Waiter>();
  #severity = 0;
  #limit = Number.POSITIVE_INFINITY;
  #current = 0;
  #signals = 0;
  #extraDelayMs = 0;
  #lastDecayAt = 0;
  #lastStepAt = 0;
  #healthySince = 0;
  #timer: unknown;

  constructor(
    settings: BackpressureSettings,
    clock: Clock,
    onChange: (state: BackpressureState) => void = () => undefined,
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** The snapshot of this moment. */
  get state(): BackpressureState {
    this.#pass();
    return this.#snapshot();
  }

  /** The extra pause before a call is sent, in milliseconds. */
  get extraDelayMs(): number {
    return this.#extraDelayMs;
  }

  /** Takes a permit, if there is one: while calls wait, there is none. */
  tryAcquire(): boolean {
    if (this.#limit !== Number.POSITIVE_INFINITY) this.#pass();
    if (this.#current >= this.#limit) return false;
    this.#current += 1;
    return true;
  }

  /**
   * Puts a call in the queue; `admit` is called once, with the permit taken, when it is its turn.
   *
   * @returns a function that takes it out of the queue again and tells whether it was still there; `undefined` when the queue is full
   */
  enqueue(admit: () => void): (() => boolean) | undefined {
    if (this.#waiters.size >= this.#settings.maxWaiters) return undefined;
    const waiter: Waiter = { admit };
    this.#waiters.add(waiter);
    this.#arm();
    return () => {
      const waited = this.#waiters.delete(waiter);
      if (this.#waiters.size === 0) this.#disarm();
      return waited;
    };
  }

  /** Gives a permit back. */
  release(): void {
    if (this.#current === 0) throw new RangeError('A permit was given back that nobody held');
    this.#current -= 1;
    this.#admit();
  }

  /** The cluster refused a call because it is overloaded. */
  signalOverload(): void {
    const { limits, severeThreshold, initialMax, softFactor, severeFactor, floor } = this.#settings;
    this.#pass();
    const now = this.#clock.monotonic();
    this.#signals += 1;
    this.#lastDecayAt = now;
    this.#lastStepAt = now;
    this.#severity = this.#signals >= severeThreshold ? 2 : Math.max(this.#severity, 1);
    if (limits) {
      const atFloor = this.#limit <= floor;
      if (this.#limit === Number.POSITIVE_INFINITY) this.#limit = Math.max(floor, initialMax);
      else
        this.#limit = Math.max(
          floor,
          Math.floor(this.#limit * (this.#severity === 2 ? severeFactor : softFactor)),
        );
      if (atFloor) this.#lengthenDelay();
    }
    this.#changed();
  }

  /** The cluster answered a call. */
  signalSuccess(): void {
    if (this.#signals === 0 && this.#extraDelayMs === 0) return;
    this.#signals = 0;
    this.#extraDelayMs = 0;
    this.#changed();
  }

  #lengthenDelay(): void {
    const { floorDelayMs, maxFloorDelayMs } = this.#settings;
    this.#extraDelayMs = Math.min(
      maxFloorDelayMs,
      this.#extraDelayMs === 0 ? floorDelayMs : this.#extraDelayMs * 2,
    );
  }

  /** Does what time has brought since the last look: less severity, a higher limit, no limit. */
  #pass(): void {
    if (this.#limit === Number.POSITIVE_INFINITY && this.#severity === 0) return;
    const now = this.#clock.monotonic();
    const limit = this.#limit;
    const severity = this.#severity;
    this.#decay(now);
    this.#recover(now);
    if (this.#limit !== limit || this.#severity !== severity) this.#changed();
    if (this.#limit !== limit) this.#admit();
  }

  #decay(now: number): void {
    const { decayQuietMs } = this.#settings;
    while (this.#severity > 0 && now - this.#lastDecayAt >= decayQuietMs) {
      this.#severity -= 1;
      this.#lastDecayAt += decayQuietMs;
      if (this.#severity === 0) this.#healthySince = this.#lastDecayAt;
    }
  }

  #recover(now: number): void {
    const {
      recoveryIntervalMs,
      recoveryStep,
      healthyRecoveryMultiplier,
      initialMax,
      unlimitedAfterHealthyMs,
    } = this.#settings;
    if (this.#limit === Number.POSITIVE_INFINITY) return;
    if (this.#severity === 0 && now - this.#healthySince >= unlimitedAfterHealthyMs) {
      this.#limit = Number.POSITIVE_INFINITY;
      this.#signals = 0;
      this.#extraDelayMs = 0;
      return;
    }
    while (now - this.#lastStepAt >= recoveryIntervalMs) {
      this.#lastStepAt += recoveryIntervalMs;
      const healthy = this.#severity === 0 && this.#lastStepAt >= this.#healthySince;
      if (healthy)
        this.#limit = Math.max(
          this.#limit + recoveryStep,
          Math.floor(this.#limit * healthyRecoveryMultiplier),
        );
      else if (this.#limit < initialMax) this.#limit = Math.min(initialMax, this.#limit + recoveryStep);
    }
    if (this.#limit > this.#settings.floor) this.#extraDelayMs = 0;
  }

  #admit(): void {
    for (const waiter of this.#waiters) {
      if (this.#current >= this.#limit) break;
      this.#waiters.delete(waiter);
      this.#current += 1;
      waiter.admit();
    }
    if (this.#waiters.size === 0) this.#disarm();
  }

  /** While calls wait, time has to pass by itself. */
  #arm(): void {
    if (this.#timer !== undefined) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#pass();
      if (this.#waiters.size > 0) this.#arm();
    }, this.#settings.recoveryIntervalMs);
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #changed(): void {
    this.#onChange(this.#snapshot());
  }

  #snapshot(): BackpressureState {
    return {
      severity: SEVERITIES[this.#severity] ?? 'healthy',
      permitsMax: this.#limit === Number.POSITIVE_INFINITY ? undefined : this.#limit,
      permitsCurrent: this.#current,
      waiters: this.#waiters.size,
      consecutiveSignals: this.#signals,
      extraDelayMs: this.#extraDelayMs,
    };
  }
}
