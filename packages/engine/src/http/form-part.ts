import { badRequest } from './http-problem.ts';
import { parseJson } from './parse-json.ts';

/** What a part of a form holds. */
export interface FormPart {
  readonly content: Uint8Array<ArrayBuffer>;
  /** Null for a part without a file name. */
  readonly fileName: string | null;
  /** Empty if the part says none. */
  readonly contentType: string;
}

/** Reads a part whole. */
export async function readPart(part: FormDataEntryValue): Promise<FormPart> {
  return typeof part === 'string'
    ? { content: new TextEncoder().encode(part), fileName: null, contentType: '' }
    : { content: new Uint8Array(await part.arrayBuffer()), fileName: part.name, contentType: part.type };
}

/** A part that holds JSON, whether or not it was sent as a file. @throws HttpProblem that names the part */
export async function readJsonPart(part: FormDataEntryValue, name: string): Promise<unknown> {
  const text = typeof part === 'string' ? part : await part.text();
  try {
    return parseJson(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badRequest(`The part '${name}' is not JSON: ${reason}`);
  }
}
