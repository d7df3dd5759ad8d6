import { wordsOfCode, wordsOfProxy, wordsOfWay } from '#network-fault-words';
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
    wordsOfWay(code, error, target.address, where) ??
    wordsOfCode(code, where) ??
    wordsOfProxy(text, where) ??
    brokenConnection(where);
  const beforeSending = isBeforeSending(code) || wordsOfProxy(text, where) !== undefined;
  return {
    summary: code === undefined ? summary : `${summary} (${code})`,
    systemCode: code,
    hint,
    isRetryable,
    beforeSending,
  };
}

/** The address, with the setting that it came from. */
export function nameTarget({ address, setting }: NetworkTarget): string {
  return setting === undefined ? address : `${address} (set by ${setting})`;
}

function brokenConnection(where: string): readonly [string, string] {
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
