import { unusableCredentials } from './unusable-credentials.ts';

/** A number that is given for an option. @throws AuthError if it is none, less than `least`, or more than a timer of the runtimes holds */
export function numberFrom(name: string, value: number, least: number): number {
  if (typeof value === 'number' && value >= least && value <= 2_147_483_647) return value;
  throw unusableCredentials(`${name} is ${String(value)}, but must be a number from ${least} to 2147483647`);
}
