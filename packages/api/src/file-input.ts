import type { StreamedFile } from '@camunda/transport';

/** A file of a form: held in memory or on disk, or made of a stream and sent while that comes in. */
export type FileInput = Blob | File | StreamedFile;
