import {
  type AnswerStream,
  createTransport,
  type Operation,
  StreamedFile,
  withCorrelation,
} from '@camunda/transport';

/** What a runtime made of each task: a value, or the code of an error with what it says. */
export type ProbeReport = Readonly<Record<string, unknown>>;

function read(path: string, rest: Partial<Operation> = {}): Operation {
  const operationId = path.slice(1);
  return {
    operationId,
    method: 'GET',
    path,
    operationClass: 'safe',
    body: 'none',
    response: 'json',
    ...rest,
  };
}

const echo = (body: Operation['body']): Operation => read('/echo', { method: 'POST', body });

async function outcome(task: () => Promise<unknown>): Promise<unknown> {
  try {
    return await task();
  } catch (error) {
    const { code, name, outcomeUnknown, attempts, status, message } = error as Record<string, unknown>;
    return { failed: code ?? name, outcomeUnknown, attempts, status, message };
  }
}

async function* letters(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

/** Does with the transport, through its portable entry, what a program does with it; the server at `base` is the test's. */
export async function probe(base: string, deadAddress: string): Promise<ProbeReport> {
  const transport = createTransport({ baseUrl: base, retry: { baseDelayMs: 1, maxDelayMs: 1 } });
  const dead = createTransport({ baseUrl: deadAddress, retry: { baseDelayMs: 1, maxDelayMs: 1 } });
  const tasks: Record<string, () => Promise<unknown>> = {
    'reads JSON': () => transport.call(read('/json')),
    'sends large integers': () =>
      transport
        .call(echo('json'), { body: { a: 9007199254740993n } })
        .then((answer) => Reflect.get(answer as object, 'body')),
    'tries again': () => transport.call(read('/flaky')),
    'repeats a creation that was never sent': () =>
      dead.call(read('/json', { method: 'POST', body: 'json', operationClass: 'unsafe' })),
    'never repeats a creation that may have been sent': () =>
      transport.call(read('/reset', { method: 'POST', body: 'json', operationClass: 'unsafe' })),
    'ends in time': () => transport.call(read('/never'), {}, { timeoutMs: 100 }),
    'ends with a signal': () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new RangeError('enough')), 20);
      return transport.call(read('/never'), {}, { signal: controller.signal });
    },
    'follows no redirect': () => transport.call(read('/redirect')),
    'streams down': async () => {
      const answer = await transport.call<AnswerStream>(read('/bytes', { response: 'stream' }));
      return `${(await new Response(answer.stream).arrayBuffer()).byteLength} ${answer.contentType}`;
    },
    'stops a stream early': async () => {
      await (await transport.call<AnswerStream>(read('/bytes', { response: 'stream' }))).cancel();
      return 'stopped';
    },
    'streams up': () =>
      transport
        .call(echo('octet'), { body: letters('a', 'b') })
        .then((answer) => Reflect.get(answer as object, 'body')),
    'sends a form with a stream': async () => {
      const file = new StreamedFile(letters('x', 'y'), 'a.txt', { type: 'text/plain' });
      const answer = await transport.call<{ body: string }>(echo('multipart'), { body: [['file', file]] });
      return answer.body.replaceAll(/camunda-[\da-f-]{36}/g, 'boundary').split('\r\n');
    },
    'sends a form with a file': async () => {
      const form = new FormData();
      form.append('file', new File(['<bpmn/>'], 'a.bpmn'));
      const answer = await transport.call<{ body: string }>(echo('multipart'), { body: form });
      return answer.body.includes('a.bpmn') && answer.body.includes('<bpmn/>');
    },
    'makes many calls at once': async () => {
      const calls = Array.from({ length: 200 }, () => transport.call(read('/json')));
      return (await Promise.all(calls)).length;
    },
    'tells of calls': async () => {
      const seen: unknown[] = [];
      const stop = transport.subscribe((event) => {
        // The backpressure of the calls before may change at any time.
        if (event.type !== 'backpressure') seen.push(event.type);
      });
      await transport.call(read('/json'));
      stop();
      return seen.join(' ');
    },
    'carries a correlation': async () => {
      const seen = new Set<unknown>();
      const stop = transport.subscribe((event) => seen.add(Reflect.get(event, 'correlationId')));
      await withCorrelation('c-7', () => transport.call(read('/json')));
      stop();
      return [...seen].join(' ');
    },
    'refuses certificates': async () =>
      createTransport({ baseUrl: base, configuration: { CAMUNDA_MTLS_CA_PATH: '/ca.pem' } }).toCurl(
        read('/json'),
      ),
    'refuses a path that leads elsewhere': () =>
      transport.call(read('/users/{username}'), { path: { username: '..' } }),
    'ends calls when closed': async () => {
      const call = outcome(() => transport.call(read('/never')));
      await transport.call(read('/json'));
      await transport.close();
      return call;
    },
  };
  const report: Record<string, unknown> = {};
  for (const [name, task] of Object.entries(tasks)) report[name] = await outcome(task);
  return report;
}
