import type { CamundaSdkConfigPartial } from '../camunda-sdk-configuration.ts';

/** A profile in a file: its names, and the settings it stands for. */
export interface Profile {
  readonly names: readonly string[];
  readonly values: CamundaSdkConfigPartial;
}

/** A file of profiles that is not as it should be. The message holds no value of the file. */
export class ProfileFormatError extends Error {}

/** Gives the text of a member of an object from a file; `undefined` when it is missing or `null`. */
export type TextMembers = (name: string) => string | undefined;

/** A reader of the text members of `value`; `place` says in messages where it stands. */
export function textMembers(value: unknown, place: string): TextMembers {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProfileFormatError(`${place} is no object`);
  }
  return (name) => {
    const member: unknown = Reflect.get(value, name);
    if (member === undefined || member === null) return undefined;
    if (typeof member !== 'string') throw new ProfileFormatError(`${place}: "${name}" is no text`);
    return member;
  };
}

/** The array that a parsed file holds under a name; a file without it has no profiles. */
export function memberArray(document: unknown, name: string): readonly unknown[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new ProfileFormatError('it holds no JSON object');
  }
  const member: unknown = Reflect.get(document, name);
  if (member === undefined) return [];
  if (!Array.isArray(member)) throw new ProfileFormatError(`"${name}" is no array`);
  return member;
}
