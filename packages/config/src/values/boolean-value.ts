import { INVALID, settingValue } from './setting-value.ts';

const SPELLINGS = new Map([
  ...['true', '1', 'yes', 'y', 'on', 'enabled'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'n', 'off', 'disabled'].map((word) => [word, false] as const),
]);

/** The boolean that a text stands for, in any letter case; `undefined` for none. */
export function parseBoolean(text: string): boolean | undefined {
  return SPELLINGS.get(text.trim().toLowerCase());
}

/** A boolean, or one of its usual spellings in any letter case. */
export const booleanValue = () =>
  settingValue<boolean>('true or false (also 1/0, yes/no, y/n, on/off, enabled/disabled)', (given) => {
    if (typeof given === 'boolean') return given;
    return (typeof given === 'string' ? parseBoolean(given) : undefined) ?? INVALID;
  });
