import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { EngineRequest } from './engine-request.ts';

/** Reads a multipart body. @throws EngineRejection if it is none, or is broken */
export async function readMultipart(request: EngineRequest): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidArgument(
      `The request body must be multipart/form-data with parts named 'resources': ${reason}`,
    );
  }
}
