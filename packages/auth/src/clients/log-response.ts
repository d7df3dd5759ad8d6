import type { CamundaLogger } from '@camunda/logger';
import { tell } from '../tell.ts';

const PREVIEW_CHARACTERS = 500;

/** Writes of an answer: its status at `debug`, and the beginning of an error's body at `trace`, from a copy and in its own time. */
export function logResponse(
  logger: CamundaLogger | undefined,
  method: string,
  url: string,
  response: Response,
): void {
  if (logger === undefined) return;
  const line = responseLine(method, url, response.status);
  tell(logger, 'debug', line);
  if (response.status < 400 || logger.trace === undefined || response.bodyUsed) return;
  beginningOf(response.clone()).then(
    (preview) => {
      if (preview !== '') tell(logger, 'trace', `${line}: ${preview}`);
    },
    // Whoever reads the answer itself gets the same error.
    () => undefined,
  );
}

/** What is written of an answer: never a query string, which may hold secrets. */
export function responseLine(method: string, url: string, status: number): string {
  const { origin, pathname } = new URL(url);
  return `${method.toUpperCase()} ${origin}${pathname} answered ${status}`;
}

async function beginningOf(copy: Response): Promise<string> {
  const reader = copy.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < PREVIEW_CHARACTERS) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
  // Not awaited: the cancellation of a copy settles only when the answer itself is read or cancelled.
  reader.cancel().catch(() => undefined);
  return text.slice(0, PREVIEW_CHARACTERS);
}
