import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that the token server got. */
export interface TokenRequest {
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** What the token server does with one request. */
export type TokenServerAnswer =
  | {
      readonly kind: 'token';
      readonly token?: string;
      readonly expiresIn?: number | string | null;
      readonly date?: Date;
    }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly error?: string;
      readonly description?: string;
    }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'cut json' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silent' };

/** A token endpoint on loopback that records requests and can be told to fail in every way. */
export interface TokenServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: TokenRequest[];
  /** Answers for the coming requests, in order; when they are used up, tokens `token-1`, `token-2` … follow. */
  readonly script: TokenServerAnswer[];
  /** Decides for all requests that the script does not cover. */
  fallback: (number: number, request: TokenRequest) => TokenServerAnswer;
  /** Waits before it answers, as long as this is pending. */
  gate: Promise<void>;
}

export async function startTokenServer(): Promise<TokenServer> {
  const requests: TokenRequest[] = [];
  const script: TokenServerAnswer[] = [];
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const recorded = {
      form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
      headers: request.headers,
    };
    requests.push(recorded);
    const number = requests.length;
    await server.gate;
    perform(script.shift() ?? server.fallback(number, recorded), number, request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: TokenServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/oauth/token`,
    requests,
    script,
    fallback: () => ({ kind: 'token' }),
    gate: Promise.resolve(),
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

function perform(
  answer: TokenServerAnswer,
  number: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  switch (answer.kind) {
    case 'token': {
      if (answer.date !== undefined) response.setHeader('date', answer.date.toUTCString());
      const { expiresIn = 3600 } = answer;
      json(200, {
        access_token: answer.token ?? `token-${number}`,
        token_type: 'Bearer',
        ...(expiresIn === null ? {} : { expires_in: expiresIn }),
      });
      return;
    }
    case 'error':
      json(answer.status, { error: answer.error, error_description: answer.description });
      return;
    case 'status':
      response.writeHead(answer.status, { ...answer.headers }).end();
      return;
    case 'html':
      response.writeHead(answer.status, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
      return;
    case 'json':
      json(200, answer.body);
      return;
    case 'redirect':
      response.writeHead(307, { location: answer.to }).end();
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"access_token":"half', () => request.socket.destroy());
      return;
    case 'cut json':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"half');
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'silent':
      return;
  }
}
