import { Fields } from '../http/fields.ts';
import { readJsonPart, readPart } from '../http/form-part.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import { isJsonObject, type JsonObject } from '../runtime/json.ts';
import type { DocumentMetadata } from '../runtime/platform-values.ts';
import { parseIsoDateTime } from '../timer/index.ts';
import { API_ID } from '../xml/api-id.ts';

/** A document as a request brings it. */
export interface DocumentPart {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly metadata: DocumentMetadata;
}

/** The one document of a form (`file`, `metadata`). @throws EngineRejection, HttpProblem */
export async function readDocument(form: FormData): Promise<DocumentPart> {
  const [file] = form.getAll('file');
  if (file === undefined) {
    throw invalidArgument("The part 'file' must be given");
  }
  const [metadata] = form.getAll('metadata');
  return readOne(file, metadata === undefined ? {} : await objectOf(metadata, 'metadata'), 'metadata.');
}

/** One of several documents; what is wrong with it shows when it is read. */
export interface UnreadDocument {
  readonly fileName: string;
  read(): Promise<DocumentPart>;
}

/**
 * The documents of a form: parts `files`, and `metadataList` as one JSON list or as one part for each file. Metadata belong
 * to the file in the same place. @throws EngineRejection, HttpProblem
 */
export async function readDocuments(form: FormData): Promise<UnreadDocument[]> {
  const files = form.getAll('files');
  if (files.length === 0) {
    throw invalidArgument("The parts 'files' must be given");
  }
  const list = await metadataOf(form.getAll('metadataList'));
  if (list.length !== 0 && list.length !== files.length) {
    throw invalidArgument(
      `The part 'metadataList' must have as many items as there are files, but it has ${list.length} for ${files.length}`,
    );
  }
  return files.map((file, index) => ({
    fileName: typeof file === 'string' ? '' : file.name,
    read: () => readOne(file, list[index] ?? {}, `metadataList[${index}].`),
  }));
}

async function metadataOf(parts: readonly FormDataEntryValue[]): Promise<JsonObject[]> {
  const values = await Promise.all(parts.map((part) => readJsonPart(part, 'metadataList')));
  return values.flat().map((value) => {
    if (!isJsonObject(value)) {
      throw invalidArgument("The part 'metadataList' must hold objects");
    }
    return value;
  });
}

async function objectOf(part: FormDataEntryValue, name: string): Promise<JsonObject> {
  const value = await readJsonPart(part, name);
  if (!isJsonObject(value)) {
    throw invalidArgument(`The part '${name}' must be a JSON object`);
  }
  return value;
}

async function readOne(file: FormDataEntryValue, metadata: JsonObject, path: string): Promise<DocumentPart> {
  const { content, fileName, contentType } = await readPart(file);
  const fields = new Fields(metadata, path);
  const key = fields.optionalKey('processInstanceKey');
  return {
    content,
    metadata: {
      contentType: fields.optionalText('contentType') ?? (contentType || 'application/octet-stream'),
      fileName: fields.optionalText('fileName') ?? fileName ?? 'document',
      expiresAt: readDate(fields, `${path}expiresAt`),
      processDefinitionId: readProcessId(fields, path),
      processInstanceKey: key === null ? null : String(key),
      customProperties: fields.optionalObject('customProperties') ?? {},
    },
  };
}

function readProcessId(fields: Fields, path: string): string | null {
  const id = fields.optionalText('processDefinitionId');
  if (id !== null && !API_ID.test(id)) {
    throw invalidArgument(
      `The field '${path}processDefinitionId' must be the id of a process, but it is '${id}'`,
    );
  }
  return id;
}

function readDate(fields: Fields, path: string): number {
  const text = fields.optionalText('expiresAt');
  const moment = text === null ? 0 : parseIsoDateTime(text);
  if (moment === undefined) {
    throw invalidArgument(`The field '${path}' must be a date and time, but it is '${text}'`);
  }
  return moment;
}
