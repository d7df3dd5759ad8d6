/** A request that is refused before the engine gets to see it: the answer's status, title and detail. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, title: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.title = title;
    this.headers = headers;
  }
}

/** The body, path or query cannot be read. */
export function badRequest(detail: string): HttpProblem {
  return new HttpProblem(400, 'Bad Request', detail);
}

/** The body is not of a type or encoding that the operation takes. */
export function unsupportedMediaType(detail: string): HttpProblem {
  return new HttpProblem(415, 'Unsupported Media Type', detail);
}

/** The body is larger than the engine takes. */
export function bodyTooLarge(limitBytes: number): HttpProblem {
  return new HttpProblem(413, 'Payload Too Large', `The request body is larger than ${limitBytes} bytes`);
}
