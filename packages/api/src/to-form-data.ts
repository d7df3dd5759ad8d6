import { CamundaError } from '@camunda/core';
import type { FormPart } from '@camunda/transport';
import { refuse } from './refuse.ts';

type FormValue = FormPart[1];

/**
 * The members of an object as the parts of a form: files as they are, several under one name for an array of files, texts and numbers
 * as text, everything else as a JSON part.
 *
 * @returns a `FormData`, which every runtime knows; its entries where one of them is a stream, which no `FormData` can hold
 * @throws {CamundaError} a member is a stream without a name
 */
export function toFormData(body: Readonly<Record<string, unknown>>): FormData | readonly FormPart[] {
  const parts = Object.entries(body).flatMap(([name, value]) => toParts(name, value));
  if (parts.some(([, value]) => isStreamedFile(value))) return parts;
  const form = new FormData();
  // A file keeps its own name; a blob without one is sent under the name "blob".
  for (const [name, value] of parts) form.append(name, value as Blob);
  return form;
}

function toParts(name: string, value: unknown): readonly FormPart[] {
  if (value === undefined || value === null) return [];
  const values: readonly unknown[] = Array.isArray(value) && value.some(isFile) ? value : [value];
  return values.map((single) => [name, toValue(name, single)]);
}

function toValue(name: string, value: unknown): FormValue {
  if (isFile(value)) return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof ReadableStream || Symbol.asyncIterator in value) {
    throw new CamundaError(
      `${name} is a stream: put it into a StreamedFile of @camunda/transport, which gives it the name of a file`,
      { code: 'INPUT_INVALID' },
    );
  }
  if (
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    value instanceof Map ||
    value instanceof Set
  )
    throw refuse(`${name} has to be a Blob, a File, a StreamedFile or a plain object`, value);
  return new Blob([toJson(name, value)], { type: 'application/json' });
}

/** Integers of any size keep their digits. */
function toJson(name: string, value: object): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== 'bigint') return member;
    const rawJson: unknown = Reflect.get(JSON, 'rawJSON');
    if (typeof rawJson === 'function') return rawJson.call(JSON, String(member)) as unknown;
    throw refuse(`${name} cannot hold large integers in this runtime: write them as text`, member);
  });
}

function isFile(value: unknown): value is Exclude<FormValue, string> {
  return value instanceof Blob || isStreamedFile(value);
}

/** Without loading the transport, which a page may have in another form. */
function isStreamedFile(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Reflect.get(value, Symbol.toStringTag) === 'StreamedFile'
  );
}
