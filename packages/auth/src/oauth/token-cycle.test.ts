import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { turns } from '../../test/oauth-provider.ts';
import { AuthError } from '../auth-error.ts';
import type { AuthContext } from '../auth-provider.ts';
import { type HeldToken, holdToken } from './held-token.ts';
import { momentNow } from './moment.ts';
import { TokenCycle, type TokenSource } from './token-cycle.ts';

const LIFETIME_MS = 100_000;

interface PendingRequest {
  readonly token: string;
  readonly generation: number;
  readonly atMs: number;
  succeed(): void;
  fail(isRetryable: boolean): void;
}

/** A cycle whose requests are answered by hand, in any order. */
class Bench {
  readonly clock = new ManualClock();
  readonly cycle = new TokenCycle(this.clock);
  readonly pending: PendingRequest[] = [];
  readonly issued = new Map<string, PendingRequest>();
  generation = 0;
  requests = 0;
  readonly source: TokenSource = {
    closed: new AbortController().signal,
    cooldownMs: 30_000,
    onRenewalFailure: () => undefined,
    obtain: () =>
      new Promise<HeldToken>((resolve, reject) => {
        this.requests += 1;
        const requestedAt = momentNow(this.clock);
        const token = `t${this.requests}`;
        const request: PendingRequest = {
          token,
          generation: this.generation,
          atMs: this.clock.monotonic(),
          succeed: () => resolve(holdToken({ accessToken: token, lifetimeMs: LIFETIME_MS, requestedAt })),
          fail: (isRetryable) => reject(new AuthError('no', { code: 'AUTH_UNAVAILABLE', isRetryable })),
        };
        this.pending.push(request);
        this.issued.set(`Bearer ${token}`, request);
      }),
  };

  async ask(context?: AuthContext): Promise<string | undefined> {
    return (await this.cycle.headers(context, this.source)).Authorization;
  }

  clear(): void {
    this.generation += 1;
    this.cycle.clear();
  }
}

describe('TokenCycle', () => {
  it('does not let a late answer bring back a cleared token, when nobody waits for it any more', async () => {
    const bench = new Bench();
    const leaving = new AbortController();
    const early = bench.ask({ signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(early).rejects.toThrow('left');
    bench.clear();
    bench.pending[0]?.succeed();
    await turns(2);
    const later = bench.ask();
    await turns(2);
    bench.pending[1]?.succeed();
    expect(await later).toBe('Bearer t2');
  });

  it('does not let a late answer replace a newer token', async () => {
    const bench = new Bench();
    const early = bench.ask();
    bench.clear();
    const later = bench.ask();
    bench.pending[1]?.succeed();
    expect(await later).toBe('Bearer t2');
    bench.pending[0]?.succeed();
    expect(await early).toBe('Bearer t2');
    expect(await bench.ask()).toBe('Bearer t2');
  });

  it('keeps its promises whatever happens in whatever order', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constant({ kind: 'ask' } as const) },
      { weight: 2, arbitrary: fc.constant({ kind: 'force' } as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'clear' } as const) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.nat(80_000) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('succeed' as const), which: fc.nat(3) }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('fail' as const),
          which: fc.nat(3),
          isRetryable: fc.boolean(),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const bench = new Bench();
        const asked: Promise<void>[] = [];
        const ask = (context?: AuthContext): void => {
          const { generation } = bench;
          const checked = bench.ask(context).then(
            (header) => {
              const request = bench.issued.get(header ?? '');
              if (request === undefined) throw new Error(`no credentials: ${header}`);
              expect(request.generation).toBeGreaterThanOrEqual(generation);
            },
            (error: unknown) => expect(AuthError.isInstance(error)).toBe(true),
          );
          asked.push(checked);
          checked.catch(() => undefined);
        };
        for (const next of steps) {
          if (next.kind === 'ask') ask();
          else if (next.kind === 'force') ask({ forceRefresh: true });
          else if (next.kind === 'clear') bench.clear();
          else if (next.kind === 'advance') bench.clock.advance(next.ms);
          else {
            const [request] = bench.pending.splice(next.which % Math.max(1, bench.pending.length), 1);
            if (next.kind === 'succeed') request?.succeed();
            else request?.fail(next.isRetryable);
          }
          await turns(1);
          const current = bench.pending.filter(({ generation }) => generation === bench.generation);
          expect(current.length).toBeLessThanOrEqual(1);
          const now = bench.cycle.headers(undefined, bench.source);
          if (now instanceof Promise) now.catch(() => undefined);
          else {
            const request = bench.issued.get(now.Authorization ?? '');
            expect(request?.generation).toBe(bench.generation);
            expect(bench.clock.monotonic() - (request?.atMs ?? 0)).toBeLessThan(LIFETIME_MS);
          }
        }
        for (let round = 0; round < 50 && bench.pending.length > 0; round += 1) {
          for (const request of bench.pending.splice(0)) request.succeed();
          await turns(1);
        }
        await Promise.all(asked);
      }),
      { numRuns: 150 },
    );
  });
});
