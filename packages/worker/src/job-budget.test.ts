import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobBudget } from './job-budget.ts';

describe('JobBudget', () => {
  it('never runs more than it may, forgets nobody, and serves in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom('request', 'release', 'takeBack'), { maxLength: 80 }),
        (maxConcurrentJobs, steps) => {
          const budget = new JobBudget({ maxConcurrentJobs });
          const begun: number[] = [];
          const waiting = new Map<number, () => void>();
          let running = 0;
          let next = 0;
          for (const step of steps) {
            if (step === 'request') {
              const id = next++;
              let isRunning = false;
              const takeBack = budget.request(() => {
                isRunning = true;
                waiting.delete(id);
                begun.push(id);
                running += 1;
              });
              if (!isRunning) waiting.set(id, takeBack);
            }
            if (step === 'release' && running > 0) {
              running -= 1;
              budget.release();
            }
            const [first] = waiting;
            if (step === 'takeBack' && first !== undefined) {
              first[1]();
              waiting.delete(first[0]);
            }
            expect(running).toBeLessThanOrEqual(maxConcurrentJobs);
            expect(budget.running).toBe(running);
            expect(budget.waiting).toBe(waiting.size);
            if (waiting.size > 0) expect(running).toBe(maxConcurrentJobs);
          }
          expect(begun).toEqual([...begun].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('tells its watchers when a place gets free, until they have seen enough', () => {
    const budget = new JobBudget({ maxConcurrentJobs: 1 });
    let told = 0;
    const end = budget.watch(() => {
      told += 1;
    });
    for (let round = 0; round < 2; round += 1) {
      budget.request(() => undefined);
      budget.release();
      end();
    }
    expect(told).toBe(1);
  });

  it('refuses a size that is none', () => {
    expect(() => new JobBudget({ maxConcurrentJobs: 0 })).toThrow(RangeError);
  });
});
