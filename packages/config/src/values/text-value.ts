import { INVALID, settingValue } from './setting-value.ts';

/** A text; white space around it is cut off. */
export const textValue = (what = 'a text') =>
  settingValue<string>(what, (given) => (typeof given === 'string' ? given.trim() : INVALID));

/** A text that is kept to the letter: a user name, or a certificate. */
export const exactTextValue = (what = 'a text') =>
  settingValue<string>(what, (given) => (typeof given === 'string' ? given : INVALID));

/** A text that can be switched off with the word `none`. */
export const optionalTextValue = (what = 'a text') =>
  settingValue<string | undefined>(`${what}, or none to send none`, (given) => {
    if (typeof given !== 'string') return INVALID;
    const text = given.trim();
    return text.toLowerCase() === 'none' ? undefined : text;
  });

/** Texts, as an array or separated by commas; empty ones are left out. */
export const listValue = (what = 'texts') =>
  settingValue<readonly string[]>(`${what}, separated by commas`, (given) => {
    const parts = typeof given === 'string' ? given.split(',') : given;
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return INVALID;
    return Object.freeze(parts.map((part) => part.trim()).filter((part) => part !== ''));
  });
