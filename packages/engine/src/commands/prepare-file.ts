import { toBase64 } from '../runtime/base64.ts';
import { isJsonObject } from '../runtime/json.ts';
import type { PreparedResource } from './deploy-resource.ts';

/** Reads a file that is no model, or says what is wrong with it. A form and an RPA script name themselves; any other file is known by its name. */
export function prepareFile(name: string, checksum: string, bytes: Uint8Array): PreparedResource | string {
  if (/\.form$/i.test(name)) {
    const text = new TextDecoder().decode(bytes);
    const head = readHead(name, text);
    return typeof head === 'string'
      ? head
      : { name, checksum, text, processes: [], file: { kind: 'form', ...head } };
  }
  const head = /\.rpa$/i.test(name)
    ? readHead(name, new TextDecoder().decode(bytes))
    : { id: name, versionTag: null };
  return typeof head === 'string'
    ? head
    : { name, checksum, text: toBase64(bytes), processes: [], file: { kind: 'resource', ...head } };
}

function readHead(name: string, text: string): { id: string; versionTag: string | null } | string {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return `'${name}': the file must be JSON, but it is not: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isJsonObject(content) || typeof content.id !== 'string' || content.id.trim() === '') {
    return `'${name}': the file must be a JSON object with an 'id' that is a text and not empty`;
  }
  const { id, versionTag } = content;
  return { id, versionTag: typeof versionTag === 'string' && versionTag !== '' ? versionTag : null };
}
