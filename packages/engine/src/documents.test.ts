import { describe, expect, it } from 'vitest';
import { TestEngine } from '../test/test-engine.ts';

const HELLO_HASH = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

function form(parts: readonly (readonly [string, string | Blob, string?])[]): FormData {
  const made = new FormData();
  for (const [name, content, fileName] of parts) {
    if (content instanceof Blob) {
      made.append(name, content, fileName);
    } else {
      made.append(name, content);
    }
  }
  return made;
}

const hello = new Blob(['hello'], { type: 'text/plain' });
const json = (value: unknown) => new Blob([JSON.stringify(value)], { type: 'application/json' });

async function upload(engine: TestEngine, path: string, body: FormData) {
  const response = await engine.fetch(`http://engine/v2${path}`, { method: 'POST', body });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

describe('documents', () => {
  it('are kept with their metadata, given back and deleted', async () => {
    const engine = new TestEngine();
    const metadata = { customProperties: { a: 1 }, processInstanceKey: '1', processDefinitionId: 'order' };
    const parts = [
      ['file', hello, 'héllo.txt'],
      ['metadata', json(metadata), 'blob'],
    ] as const;
    const created = await upload(engine, '/documents?documentId=one', form(parts));
    expect(created).toEqual({
      status: 201,
      body: {
        'camunda.document.type': 'camunda',
        storeId: 'in-memory',
        documentId: 'one',
        contentHash: HELLO_HASH,
        metadata: { ...metadata, contentType: 'text/plain', fileName: 'héllo.txt', expiresAt: null, size: 5 },
      },
    });
    expect((await upload(engine, '/documents?documentId=one', form(parts))).status).toBe(409);
    const odd = [
      ['file', hello, 'a'],
      ['metadata', json({ processDefinitionId: '0 1' }), 'blob'],
    ] as const;
    expect((await upload(engine, '/documents', form(odd))).body.detail).toContain(
      "'metadata.processDefinitionId'",
    );
    expect(await engine.call('GET', `/documents/one?contentHash=${HELLO_HASH}`)).toEqual({
      status: 200,
      body: 'hello',
    });
    expect((await engine.call('GET', '/documents/one?contentHash=other')).status).toBe(400);
    expect((await engine.call('GET', '/documents/one?storeId=other')).status).toBe(400);
    expect((await engine.call('POST', '/documents/one/links', {})).status).toBe(400);
    expect((await engine.call('DELETE', '/documents/one')).status).toBe(204);
    for (const [method, path] of [
      ['GET', '/documents/one'],
      ['DELETE', '/documents/one'],
      ['POST', '/documents/one/links'],
    ] as const) {
      expect((await engine.call(method, path)).status).toBe(404);
    }
  });

  it('get an id, and live as long as the engine’s clock says', async () => {
    const engine = new TestEngine({ startTime: Date.UTC(2030, 0, 1) });
    const metadata = json({ expiresAt: '2030-01-02T00:00:00Z', fileName: 'x.bin', contentType: 'image/png' });
    const { body } = await upload(
      engine,
      '/documents',
      form([
        ['file', hello],
        ['metadata', metadata],
      ]),
    );
    expect(body.metadata).toMatchObject({
      expiresAt: '2030-01-02T00:00:00.000Z',
      fileName: 'x.bin',
      contentType: 'image/png',
    });
    const path = `/documents/${body.documentId}`;
    engine.engine.clock.advance(24 * 60 * 60 * 1000 - 1);
    expect((await engine.call('GET', path)).status).toBe(200);
    engine.engine.clock.advance(1);
    expect((await engine.call('GET', path)).status).toBe(404);
  });

  it('come many at a time, and some may fail', async () => {
    const engine = new TestEngine();
    const files = [
      ['files', hello, 'a.txt'],
      ['files', hello, 'b.txt'],
    ] as const;
    const all = await upload(engine, '/documents/batch', form(files));
    expect(all.status).toBe(201);
    expect(all.body.createdDocuments).toHaveLength(2);
    const wrong = { expiresAt: 'tomorrow' };
    for (const lists of [[json([{}, wrong])], [json({}), json(wrong)]]) {
      const parts = lists.map((list) => ['metadataList', list] as const);
      const some = await upload(engine, '/documents/batch', form([...files, ...parts]));
      expect(some.status).toBe(207);
      expect(some.body.createdDocuments).toHaveLength(1);
      expect(some.body.failedDocuments).toEqual([
        {
          fileName: 'b.txt',
          status: 400,
          title: 'INVALID_ARGUMENT',
          detail: expect.stringContaining('metadataList[1].expiresAt'),
        },
      ]);
    }
  });

  it.each([
    ['/documents', [], "'file'"],
    [
      '/documents',
      [
        ['file', hello],
        ['metadata', json([])],
      ],
      "'metadata'",
    ],
    [
      '/documents',
      [
        ['file', hello],
        ['metadata', '{'],
      ],
      "'metadata' is not JSON",
    ],
    [
      '/documents',
      [
        ['file', hello],
        ['metadata', json({ fileName: 1 })],
      ],
      "'metadata.fileName'",
    ],
    ['/documents?storeId=s3', [['file', hello]], "'storeId'"],
    ['/documents/batch', [], "'files'"],
    [
      '/documents/batch',
      [
        ['files', hello],
        ['metadataList', json([{}, {}])],
      ],
      '2 for 1',
    ],
    [
      '/documents/batch',
      [
        ['files', hello],
        ['metadataList', json([1])],
      ],
      "'metadataList'",
    ],
  ] as const)('%s with %j is refused', async (path, parts, text) => {
    const { status, body } = await upload(new TestEngine(), path, form([...parts, ['other', 'x']]));
    expect(status).toBe(400);
    expect(body.detail).toContain(text);
  });
});
