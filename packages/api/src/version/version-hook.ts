import type { Transport } from '@camunda/transport';
import type { CallHooks } from '../call-operation.ts';
import { operations } from '../generated/operations.ts';
import type { WarningLogger } from '../warning-logger.ts';
import { isLaterVersion } from './compare-versions.ts';
import { describeTooNew, UnsupportedVersionError } from './unsupported-version-error.ts';

/** The oldest version that is supported: what it has needs no question. */
const OLDEST_VERSION = '8.8';

/** How the version of the cluster is minded. */
export interface VersionCheck {
  /** What happens to a call that the cluster is too old for. */
  readonly mode: 'warn' | 'fail';
  /** The version of the cluster. @default asked from the cluster once, before the first call that may be too new */
  readonly clusterVersion?: string | undefined;
}

/** Looks at a call before it is sent: whether the cluster knows the operation and all members of the input. */
export function versionHook(
  transport: Transport,
  check: VersionCheck,
  logger: WarningLogger | undefined,
): NonNullable<CallHooks['before']> {
  const clusterVersion = once(async () => check.clusterVersion ?? (await askVersion(transport)));
  const warned = new Set<string>();
  return async (descriptor, input) => {
    const { operationId, addedInVersion } = descriptor;
    const wanted: (readonly [string | undefined, string])[] = [];
    if (isLaterVersion(addedInVersion, OLDEST_VERSION)) wanted.push([undefined, addedInVersion]);
    if (input.body !== undefined) {
      const { newerMembers } = await import('../generated/newer-members.ts');
      for (const [member, version] of Object.entries(newerMembers[operationId] ?? {})) {
        if (hasMember(input.body, member.split('.'))) wanted.push([member, version]);
      }
    }
    if (wanted.length === 0) return input;
    const known = await clusterVersion();
    if (known === undefined) return input;
    for (const [member, requiredVersion] of wanted) {
      if (!isLaterVersion(requiredVersion, known)) continue;
      const details = { operationId, member, requiredVersion, clusterVersion: known };
      if (check.mode === 'fail') throw new UnsupportedVersionError(details);
      const message = describeTooNew(details);
      if (!warned.has(message)) logger?.warn(message);
      warned.add(message);
    }
    return input;
  };
}

function hasMember(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item) => hasMember(item, [name ?? '', ...rest]));
  if (typeof value !== 'object' || value === null || name === undefined || !Object.hasOwn(value, name))
    return false;
  const member: unknown = Reflect.get(value, name);
  return rest.length === 0 ? member !== undefined : hasMember(member, rest);
}

/** `undefined` where the cluster does not tell: then the call itself shows what the cluster makes of it. */
async function askVersion(transport: Transport): Promise<string | undefined> {
  const topology = await transport.call<{ readonly gatewayVersion?: string }>(operations.getTopology);
  return topology.gatewayVersion;
}

/** Asks once for all who want to know; a failure is forgotten, so that the next call asks again. */
function once(ask: () => Promise<string | undefined>): () => Promise<string | undefined> {
  let pending: Promise<string | undefined> | undefined;
  return () => {
    pending ??= ask().catch(() => {
      pending = undefined;
      return undefined;
    });
    return pending;
  };
}
