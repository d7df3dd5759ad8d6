import { Secret } from '@camunda/core';

/** The text of a value that users may give as they have it or wrapped. */
export function revealSecret(value: string | Secret): string {
  return Secret.isSecret(value) ? value.reveal() : value;
}
