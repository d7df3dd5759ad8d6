import type { JobEnd } from './worker-status.ts';

const ENDS: Readonly<Record<string, JobEnd>> = {
  completeJob: 'completed',
  failJob: 'failed',
  throwJobError: 'errored',
};

/** Notices calls that acknowledge the job. Gets what the call returned, and may put something else in its place. */
export type OnAcknowledgement = (call: string, end: JobEnd, send: () => Promise<unknown>) => Promise<unknown>;

/** The job that calls are looked through for. */
export interface TrackedJob {
  readonly jobKey: string;
  /** The fencing token that commands for the job must carry now, or `null`. */
  readonly leaseToken: () => string | null;
}

/** What a leased job takes only with its token. */
const FENCED = new Set([...Object.keys(ENDS), 'updateJob']);

/**
 * The same client, except that commands for this job carry its lease token, and that completing, failing or throwing an
 * error for it is noticed: by the name of the operation for a client, by its descriptor for a transport.
 */
export function trackAcknowledgements<Client>(
  client: Client,
  job: TrackedJob,
  notice: OnAcknowledgement,
): Client {
  if (typeof client !== 'object' || client === null) return client;
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'transport' && typeof value === 'object') return trackAcknowledgements(value, job, notice);
      if (typeof value !== 'function') return value;
      return (...parameters: readonly unknown[]): unknown => {
        const operation = commandFor(job.jobKey, name, parameters);
        if (operation === undefined) return Reflect.apply(value, target, parameters);
        const fenced = withToken(name, parameters, job.leaseToken());
        const send = (): unknown => Reflect.apply(value, target, fenced);
        const end = ENDS[operation];
        return end === undefined ? send() : notice(operation, end, async () => send());
      };
    },
  });
}

/** The command for this very job, if the call is one. */
function commandFor(
  jobKey: string,
  name: string | symbol,
  [first, second]: readonly unknown[],
): string | undefined {
  const isCall = name === 'call';
  const operation = isCall ? member(first, 'operationId') : name;
  if (typeof operation !== 'string' || !FENCED.has(operation)) return undefined;
  const key = isCall ? member(member(second, 'path'), 'jobKey') : member(first, 'jobKey');
  return String(key) === jobKey ? operation : undefined;
}

/** The parameters with the token where they name none of their own. */
function withToken(
  name: string | symbol,
  [first, second, ...rest]: readonly unknown[],
  leaseToken: string | null,
): readonly unknown[] {
  if (leaseToken === null) return [first, second, ...rest];
  const fence = (body: unknown): object => ({ leaseToken, ...(body as object | undefined) });
  if (name !== 'call') return [fence(first), second, ...rest];
  return [first, { ...(second as object), body: fence(member(second, 'body')) }, ...rest];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
