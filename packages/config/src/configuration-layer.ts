import { Secret } from '@camunda/core';
import type { ConfigurationSource } from './configuration-error.ts';
import { printable } from './printable.ts';

/** The settings of one source, by the names that the source uses. It holds secrets in the clear: never give it out. */
export interface ConfigurationLayer {
  readonly source: ConfigurationSource;
  /** The path of the file or the name of the profile, where there is one. */
  readonly origin?: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Whether a value counts as not set: nothing, or nothing but white space. */
export function isUnset(value: unknown): boolean {
  const text = Secret.isSecret(value) ? value.reveal() : value;
  return text === undefined || text === null || (typeof text === 'string' && text.trim() === '');
}

/** How messages name a source, such as `environment` or `.env file /srv/app/.env`. */
export function sourceLabel(source: ConfigurationSource, origin?: string): string {
  const label: Readonly<Record<ConfigurationSource, string>> = {
    default: 'default',
    derived: 'derived',
    profile: 'profile',
    envfile: '.env file',
    environment: 'environment',
    explicit: 'explicit',
  };
  return origin === undefined ? label[source] : `${label[source]} ${printable(origin)}`;
}
