import type { ByteSource } from './byte-source.ts';

/** What is known about a {@link StreamedFile} beside its name. */
export interface StreamedFileOptions {
  /** The content type. @default 'application/octet-stream' */
  readonly type?: string | undefined;
  /** The length in bytes: where it is known, the body is sent with its length. @default unknown */
  readonly size?: number | undefined;
}

/**
 * A file of a form whose content is sent while it comes in: like a `File`, but out of a stream. It can be sent once: a call is not
 * repeated when its sending has begun. For a file on disk, `openAsBlob` of `node:fs` gives something that can be repeated.
 */
export class StreamedFile {
  readonly [Symbol.toStringTag] = 'StreamedFile';
  readonly content: ByteSource;
  readonly name: string;
  readonly type: string;
  readonly size: number | undefined;

  constructor(content: ByteSource, name: string, options: StreamedFileOptions = {}) {
    this.content = content;
    this.name = name;
    this.type = options.type ?? 'application/octet-stream';
    this.size = options.size;
  }

  /** Also for one that another copy of the package made. */
  static isInstance(value: unknown): value is StreamedFile {
    return (
      typeof value === 'object' && value !== null && Reflect.get(value, Symbol.toStringTag) === 'StreamedFile'
    );
  }
}
