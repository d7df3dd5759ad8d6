import type { Clock } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import { getTopology } from './job-operations.ts';
import { statusOf } from './status-of.ts';

const FIRST_VERSION_WITH_LEASES = [8, 10] as const;
const TIMEOUT_MS = 5_000;
const ASK_AGAIN_AFTER_MS = 30_000;

/** What is known of the cluster behind a transport; shared by all workers that use it. */
interface Knowledge {
  answer: boolean | undefined;
  asking: Promise<void> | undefined;
  askAgainAt: number;
}

const known = new WeakMap<Transport, Knowledge>();

/**
 * Whether the cluster has job leases, as its version tells; asked once for all workers of a transport. `false` while it
 * cannot be told: a worker then works without leases, and asks again later.
 */
export async function hasLeases(
  transport: Transport,
  clock: Clock,
  logger: SdkLogger,
  signal: AbortSignal,
): Promise<boolean> {
  let knowledge = known.get(transport);
  if (knowledge === undefined) {
    knowledge = { answer: undefined, asking: undefined, askAgainAt: 0 };
    known.set(transport, knowledge);
  }
  if (knowledge.answer !== undefined) return knowledge.answer;
  if (clock.monotonic() >= knowledge.askAgainAt) {
    knowledge.asking ??= ask(transport, clock, logger, knowledge, signal);
  }
  await knowledge.asking;
  return knowledge.answer ?? false;
}

async function ask(
  transport: Transport,
  clock: Clock,
  logger: SdkLogger,
  knowledge: Knowledge,
  signal: AbortSignal,
): Promise<void> {
  try {
    const topology: unknown = await transport.call(
      getTopology,
      {},
      { timeoutMs: TIMEOUT_MS, retry: false, signal },
    );
    const version: unknown =
      typeof topology === 'object' && topology !== null ? Reflect.get(topology, 'gatewayVersion') : undefined;
    knowledge.answer = isAtLeast(String(version), FIRST_VERSION_WITH_LEASES);
    logger.debug('the cluster has told its version', { version, leases: knowledge.answer });
  } catch (error) {
    // A cluster that answers, and does not tell its version, will not do so later either.
    const status = statusOf(error);
    if (status !== undefined && status >= 400 && status < 500 && status !== 401 && status !== 429) {
      knowledge.answer = false;
    }
    knowledge.askAgainAt = clock.monotonic() + ASK_AGAIN_AFTER_MS;
    logger.debug('the version of the cluster is not known; jobs are taken without leases', { error });
  } finally {
    knowledge.asking = undefined;
  }
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const match = /^v?(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const [, givenMajor, givenMinor] = match.map(Number);
  if (givenMajor === undefined || givenMinor === undefined) return false;
  return givenMajor > major || (givenMajor === major && givenMinor >= minor);
}
