import type { Environment } from '../runtime/environment.ts';
import type { EngineEvent } from '../runtime/event.ts';
import { createLag, type Lag } from './lag.ts';
import type { Projections } from './projections.ts';

/** An event that searches do not see yet. */
interface HeldEvent {
  readonly event: EngineEvent;
  /** When it is seen: by the machine's time, or by the engine's. */
  readonly visibleAtWall: number;
  readonly visibleAt: number;
}

/**
 * Feeds events to the projections, at once or with a lag; always in order. A lag is over when so much time has passed on
 * the machine's clock (a client that polls must not hang because the engine's time stands still) or on the engine's (a test
 * that moves it has let the time pass). Nothing runs by itself: what is due is fed when somebody looks.
 */
export class ProjectionFeed {
  readonly #projections: Projections;
  readonly #environment: Environment;
  readonly #lag: (() => number) | undefined;
  #held: HeldEvent[] = [];
  #head = 0;

  /** @throws EngineOptionError when the lag is none */
  constructor(projections: Projections, environment: Environment, lag: Lag, seed: number) {
    this.#projections = projections;
    this.#environment = environment;
    this.#lag = createLag(lag, seed);
  }

  /** What can be seen now. */
  get current(): Projections {
    this.#feed();
    return this.#projections;
  }

  /** The events that cannot be seen yet, the oldest first. */
  get held(): readonly EngineEvent[] {
    this.#feed();
    return this.#held.slice(this.#head).map(({ event }) => event);
  }

  /** Takes an event in. */
  take(event: EngineEvent): void {
    if (this.#lag === undefined) {
      this.#projections.project(event);
      return;
    }
    const lagMs = this.#lag();
    const visibleAtWall = this.#environment.wall.now() + lagMs;
    this.#held.push({ event, visibleAtWall, visibleAt: event.timestamp + lagMs });
    this.#feed();
  }

  /** Shows everything that has happened. */
  flush(): void {
    while (this.#head < this.#held.length) {
      this.#showNext();
    }
    this.#compact();
  }

  #feed(): void {
    if (this.#head === this.#held.length) {
      return;
    }
    const { wall, clock } = this.#environment;
    for (let next = this.#held[this.#head]; next !== undefined; next = this.#held[this.#head]) {
      if (next.visibleAtWall > wall.now() && next.visibleAt > clock.now()) {
        break;
      }
      this.#showNext();
    }
    this.#compact();
  }

  #showNext(): void {
    const { event } = this.#held[this.#head] as HeldEvent;
    this.#head += 1;
    this.#projections.project(event);
  }

  #compact(): void {
    if (this.#head === this.#held.length) {
      this.#held = [];
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#held.length) {
      this.#held = this.#held.slice(this.#head);
      this.#head = 0;
    }
  }
}
