import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeployment, searchJobs } from '../test/operations.ts';
import { setUp } from '../test/set-up.ts';
import type { RecordedRequest } from '../test/stub-server.ts';
import { type Operation, StreamedFile } from './index-node.ts';

const withoutCurl = spawnSync('curl', ['--version']).status !== 0;
if (withoutCurl)
  console.warn('skipped: dry runs with curl: it is not on this machine (apt-get install curl)');

/** What a request carries: of a form, every part, whatever the boundary and the wording of its headers. */
function portray({ method, url, headers, body }: RecordedRequest): unknown {
  const type = headers['content-type'];
  const boundary = type?.match(/boundary=(.*)/)?.[1];
  const parts = (boundary === undefined ? [body.toString()] : body.toString().split(`--${boundary}`)).map(
    (part) =>
      part
        .replaceAll(/^content-(?:type|disposition):/gim, (name) => name.toLowerCase())
        .replaceAll('\\"', '%22'),
  );
  const { accept, 'user-agent': agent } = headers;
  return { method, url, accept, agent, type: type?.replace(/boundary=.*/, ''), parts };
}

describe('a dry run', () => {
  const createDocument: Operation = { ...createDeployment, path: '/documents', body: 'octet' };
  const odd = 'a b;c,"d"\\.bpmn';
  const form = new FormData();
  form.append('tenantId', '@secret.txt');
  form.append('note', '<secret.txt;type=text/html');
  form.append('resources', new File(['content'], 'file', { type: 'text/xml; charset=utf-8' }));
  form.append('resources', new File(['content'], odd));
  const streamed = () => new StreamedFile(new Blob(['content']).stream(), 'file', { type: 'text/xml' });
  const bodies: readonly (readonly [string, Operation, () => unknown])[] = [
    ['JSON', searchJobs, () => ({ name: "it's $HOME `x` \\ \n @file", key: 2n ** 60n })],
    ['a form', createDeployment, () => form],
    [
      'pairs',
      createDeployment,
      () =>
        [
          ['tenantId', '@t'],
          ['resources', streamed()],
        ] as const,
    ],
    ['bytes', createDocument, () => new TextEncoder().encode('content')],
    ['a file', createDocument, () => new Blob(['content'], { type: 'image/png' })],
    ['a file of no type', createDocument, () => new Blob(['content'])],
    ['a stream', createDocument, () => new Blob(['content']).stream()],
  ];
  it.skipIf(withoutCurl).each(bodies)(
    'of %s sends with curl, and as a Request, what the call sends',
    async (_, operation, body) => {
      const { server, transport } = await setUp(undefined, { userAgent: `it's "me"` });
      const folder = await mkdtemp(join(tmpdir(), 'dry-run-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      for (const name of ['file', odd]) await writeFile(join(folder, name), 'content');
      await transport.call(operation, { body: body() });
      await promisify(execFile)('sh', ['-c', `${transport.toCurl(operation, { body: body() })} -sS`], {
        cwd: folder,
      });
      await (await fetch(transport.toRequest(operation, { body: body() }))).text();
      const [called, curled, requested] = server.requests.map(portray);
      expect(curled).toEqual(called);
      expect(requested).toEqual(called);
    },
  );
});
