import { unusableCredentials } from './unusable-credentials.ts';

/** A number that is given for an option. @throws AuthError if it is none, infinite, or less than `least` */
export function numberFrom(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return value;
  throw unusableCredentials(`${name} is ${String(value)}, but must be a number, at least ${least}`);
}
