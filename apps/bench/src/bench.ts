/** One measured value beside what it should be. */
export interface Measurement {
  readonly what: string;
  /** The value with its unit, as it is printed. */
  readonly value: string;
  /** The goal, as it is printed. @default none */
  readonly goal?: string;
  /** Whether the goal is met. @default unknown */
  readonly met?: boolean;
}

/** A set of measurements that belong together and run together. */
export interface Bench {
  /** How it is asked for on the command line. */
  readonly name: string;
  /** One sentence: what is measured, and on what. */
  readonly about: string;
  /** The document, from the project's root, that holds the table. @default none */
  readonly readme?: string;
  run(): Promise<readonly Measurement[]>;
}

/** A measurement that should stay below a limit. */
export function below(what: string, value: number, limit: number, unit: string): Measurement {
  return { what, value: `${round(value)} ${unit}`, goal: `under ${limit} ${unit}`, met: value < limit };
}

/** A number with three significant digits. */
export function round(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** The middle of the values; NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
