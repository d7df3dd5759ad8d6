import { wordsOfCode } from '#network-fault-words';
import { isBeforeSending, isCertificateFault, systemCode } from './system-code.ts';

/** What is known about a failed connection. */
export interface NetworkFault {
  /** A few words, such as `connection refused`. */
  readonly summary: string;
  readonly systemCode: string | undefined;
  /** What to look at first. */
  readonly hint: string;
  /** Whether trying again may help. */
  readonly isRetryable: boolean;
  /** Whether no byte of the call can have reached the cluster. */
  readonly beforeSending: boolean;
}

/** Where the call went, for the hint. */
export interface NetworkTarget {
  /** Scheme, host and port. */
  readonly address: string;
  /** The setting that the address came from. */
  readonly setting: string | undefined;
}

/** Finds the words for a failure to get an answer. */
export function describeNetworkFault(error: unknown, target: NetworkTarget): NetworkFault {
  const code = systemCode(error);
  const where = nameTarget(target);
  const isRetryable = code === undefined || !isCertificateFault(code);
  const text = messages(error);
  const [summary, hint] =
    wayWords(code, error, target) ?? wordsOfCode(code, where) ?? proxyOrBroken(where, text);
  const beforeSending = isBeforeSending(code) || PROXY_REFUSAL.test(text);
  return {
    summary: code === undefined ? summary : `${summary} (${code})`,
    systemCode: code,
    hint,
    isRetryable,
    beforeSending,
  };
}

/** A connection that was to go somewhere else than to the cluster: to a proxy. */
function wayWords(
  code: string | undefined,
  error: unknown,
  target: NetworkTarget,
): readonly [string, string] | undefined {
  const { address, port } = innermost(error) as { address?: unknown; port?: unknown };
  if (code !== 'ECONNREFUSED' || typeof port !== 'number') return undefined;
  const url = new URL(target.address);
  if (String(port) === (url.port || (url.protocol === 'https:' ? '443' : '80'))) return undefined;
  return [
    'connection refused by the proxy',
    `Nothing listens at ${String(address)}:${port} on the way to ${nameTarget(target)}: check CAMUNDA_HTTPS_PROXY or HTTPS_PROXY, and NO_PROXY.`,
  ];
}

/** What caused an error in the end. */
function innermost(error: unknown): object {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    const inner: unknown = Reflect.get(current, 'errors');
    const next = current.cause ?? (Array.isArray(inner) ? inner[0] : undefined);
    if (next === undefined) break;
    current = next;
  }
  return Object(current) as object;
}

/** The address, with the setting that it came from. */
export function nameTarget({ address, setting }: NetworkTarget): string {
  return setting === undefined ? address : `${address} (set by ${setting})`;
}

/** How undici words the refusal of a proxy. */
const PROXY_REFUSAL = /proxy (?:response|authentication)|proxy connection/i;

function proxyOrBroken(where: string, message: string): readonly [string, string] {
  if (PROXY_REFUSAL.test(message)) {
    return [
      'the proxy refused',
      `The proxy did not open a connection to ${where}: check CAMUNDA_HTTPS_PROXY or HTTPS_PROXY, its user and password, and NO_PROXY.`,
    ];
  }
  if ('document' in globalThis) {
    return [
      'the browser gave no reason',
      `Either nothing answers at ${where}, or it does not allow pages of this origin (CORS): the browser's console tells which.`,
    ];
  }
  return [
    'the connection broke',
    `The connection to ${where} was lost before the answer was complete: look at load balancers and proxies on the way${
      where.startsWith('https:') ? ', and whether the server wants a client certificate' : ''
    }.`,
  ];
}

/** The messages of an error and of what caused it. */
function messages(error: unknown): string {
  const parts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    parts.push(current.message);
    current = current.cause;
  }
  return parts.join('; ');
}
