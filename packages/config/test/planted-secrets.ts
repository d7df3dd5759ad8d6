import { inspect } from 'node:util';

/** Everything that common tools show of a value: printing, logging, serialising, converting, copying. */
export function everythingShownOf(value: unknown): string {
  const shown = [
    inspect(value, { depth: null, showHidden: true, getters: true, maxStringLength: null }),
    String(value),
    JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member)),
  ];
  try {
    shown.push(inspect(structuredClone(value), { depth: null, showHidden: true }));
  } catch (error) {
    shown.push(inspect(error, { depth: null, showHidden: true }));
  }
  if (value instanceof Error)
    shown.push(value.message, String(value.stack), inspect(value.cause, { depth: null }));
  return shown.join('\n');
}

/** Whether a part of the secret of four letters or more is in the text. */
export function shownPartOf(text: string, secret: string): string | undefined {
  for (let start = 0; start + 4 <= secret.length; start += 1) {
    const part = secret.slice(start, start + 4);
    if (text.includes(part)) return part;
  }
  return undefined;
}
