import { Buffer } from 'node:buffer';
import { deserialize, serialize } from 'node:v8';

/**
 * A value as text, for processes: those of Bun and Deno can send each other JSON only, which has no big integers.
 *
 * @throws when the value holds what cannot be cloned, such as a function
 */
export function pack(value: unknown): string {
  return serialize(value).toString('base64');
}

/** The value of {@link pack}. */
export function unpack(packed: string): unknown {
  return deserialize(Buffer.from(packed, 'base64'));
}

/** A message of a job among those of the pool, which use the same channel of a process. */
export interface JobEnvelope {
  readonly camundaJob: string;
}

/** What the envelope holds; `undefined` for everything that is none: a handler can send what it likes. */
export function openEnvelope(message: unknown): unknown {
  const packed: unknown =
    typeof message === 'object' && message !== null && Reflect.get(message, 'camundaJob');
  if (typeof packed !== 'string') return undefined;
  try {
    return unpack(packed);
  } catch {
    return undefined;
  }
}
