import type { AuthHeaders } from '../auth-provider.ts';

/** Headers in any of undici's forms (object, flat list, pairs), with these set, as a flat list. */
export function withHeaders(headers: unknown, added: AuthHeaders): (string | readonly string[])[] {
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  const kept = pairsOf(headers).filter(([name]) => !names.has(name.toLowerCase()));
  return [...kept, ...Object.entries(added)].flat() as (string | readonly string[])[];
}

function pairsOf(headers: unknown): [name: string, value: unknown][] {
  if (headers === undefined || headers === null) return [];
  if (Array.isArray(headers) && !Array.isArray(headers[0])) {
    const flat: readonly unknown[] = headers;
    return flat.flatMap((name, index) =>
      index % 2 === 0 ? [[String(name), flat[index + 1]] as [string, unknown]] : [],
    );
  }
  if (typeof headers === 'object' && Symbol.iterator in headers) {
    return [...(headers as Iterable<[string, unknown]>)];
  }
  return Object.entries(headers).filter(([, value]) => value !== undefined);
}
