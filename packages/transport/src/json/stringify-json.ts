import { numberMarker } from './number-marker.ts';

/**
 * Writes JSON like `JSON.stringify`, and every `bigint` as an integer with all its digits.
 *
 * @returns `undefined` for what has no JSON form, such as a function
 * @throws {TypeError} the value refers to itself
 */
export function stringifyJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    const marker = numberMarker();
    const text = JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'bigint' ? `${marker}${member}` : member,
    );
    return text.replaceAll(new RegExp(`"${marker}(-?\\d+)"`, 'g'), '$1');
  }
}
