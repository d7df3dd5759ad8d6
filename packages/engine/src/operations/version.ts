import type { OperationCall } from '../http/operation-call.ts';

/** The version of the product whose API the engine answers, such as `8.10.0`. */
export function versionOf({ profile }: OperationCall): string {
  return `${profile.version}.0`;
}
