import { median } from './bench.ts';

/** The time of one call in nanoseconds: the median of `rounds` rounds of `calls` calls, after a round to warm up. */
export async function timePerCall(call: () => unknown, calls: number, rounds = 7): Promise<number> {
  const once = async (): Promise<number> => {
    const began = performance.now();
    for (let index = 0; index < calls; index++) {
      const result = call();
      if (result instanceof Promise) await result;
    }
    return ((performance.now() - began) * 1e6) / calls;
  };
  await once();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await once());
  return median(times);
}
