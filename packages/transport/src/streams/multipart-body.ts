import { StreamBody, type StreamPart } from './stream-body.ts';
import { StreamedFile } from './streamed-file.ts';

/** One part of a form: its name, and a text or a file. The entries of a `FormData` are such parts. */
export type FormPart = readonly [name: string, value: string | Blob | StreamedFile];

const encoder = new TextEncoder();

/** A form as a body: what `fetch` makes of a `FormData`, but with files that come in while they are sent. */
export function multipartBody(form: Iterable<FormPart>): StreamBody {
  const boundary = `camunda-${crypto.randomUUID()}`;
  const parts: StreamPart[] = [];
  let length: number | undefined = 0;
  let text = '';
  const flush = (): void => {
    const bytes = encoder.encode(text);
    text = '';
    parts.push(bytes);
    if (length !== undefined) length += bytes.length;
  };
  for (const [name, value] of form) {
    text += `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"`;
    if (typeof value === 'string') {
      text += `\r\n\r\n${value.replaceAll(/\r\n?|\n/g, '\r\n')}\r\n`;
      continue;
    }
    const { name: fileName = 'blob', type } = value as { name?: string; type: string };
    text += `; filename="${escapeName(fileName)}"\r\ncontent-type: ${type === '' ? 'application/octet-stream' : type}\r\n\r\n`;
    flush();
    parts.push(StreamedFile.isInstance(value) ? value.content : value);
    length = value.size === undefined || length === undefined ? undefined : length + value.size;
    text = '\r\n';
  }
  text += `--${boundary}--\r\n`;
  flush();
  return new StreamBody(parts, `multipart/form-data; boundary=${boundary}`, length);
}

/** @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function escapeName(name: string): string {
  return name
    .replaceAll(/\r\n?|\n/g, '\r\n')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll('"', '%22');
}
