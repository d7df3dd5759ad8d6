import type { JobEnd } from './worker-status.ts';

const ENDS: Readonly<Record<string, JobEnd>> = {
  completeJob: 'completed',
  failJob: 'failed',
  throwJobError: 'errored',
};

/** Notices calls that acknowledge the job. Gets what the call returned, and may put something else in its place. */
export type OnAcknowledgement = (call: string, end: JobEnd, send: () => Promise<unknown>) => Promise<unknown>;

/**
 * The same client, except that completing, failing or throwing an error for this job through it is noticed: by the name of
 * the operation for a client, by its descriptor for a transport.
 */
export function trackAcknowledgements<Client>(
  client: Client,
  jobKey: string,
  notice: OnAcknowledgement,
): Client {
  if (typeof client !== 'object' || client === null) return client;
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'transport' && typeof value === 'object')
        return trackAcknowledgements(value, jobKey, notice);
      if (typeof value !== 'function') return value;
      return (...parameters: readonly unknown[]): unknown => {
        const send = (): unknown => Reflect.apply(value, target, parameters);
        const operation = acknowledged(name, parameters, jobKey);
        const end = operation === undefined ? undefined : ENDS[operation];
        if (operation === undefined || end === undefined) return send();
        return notice(operation, end, async () => send());
      };
    },
  });
}

/** The operation that acknowledges this very job, if the call is one. */
function acknowledged(
  name: string | symbol,
  parameters: readonly unknown[],
  jobKey: string,
): string | undefined {
  const [first, second] = parameters;
  if (name === 'call') {
    const path = member(second, 'path');
    return String(member(path, 'jobKey')) === jobKey ? String(member(first, 'operationId')) : undefined;
  }
  if (typeof name !== 'string' || !Object.hasOwn(ENDS, name)) return undefined;
  return String(member(first, 'jobKey')) === jobKey ? name : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
