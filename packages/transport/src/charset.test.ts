import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { getTopology } from '../test/operations.ts';
import { failureOf, setUp } from '../test/set-up.ts';
import { createLeanTransport } from './create-lean-transport.ts';
import { createTransport as createPortableTransport } from './create-transport.ts';
import { createTransport, type Operation } from './index-node.ts';

const MAKERS = [createTransport, createPortableTransport, createLeanTransport];
const getXml: Operation = { ...getTopology, response: 'text' };
const JSON_TEXT = '{"name":"Jürgen"}';
const utf16 = Buffer.from(`\uFEFF${JSON_TEXT}`, 'utf16le');

/** What the transports give for an answer, one after another. */
async function readAll(type: string, body: Buffer, operation = getTopology): Promise<unknown[]> {
  const { server } = await setUp(() => ({ headers: { 'content-type': type }, body }));
  const results: unknown[] = [];
  for (const make of MAKERS) {
    await using transport = make({ baseUrl: server.baseUrl, retry: false });
    results.push(await transport.call(operation).catch((error: unknown) => error));
  }
  return results;
}

describe('a text in another charset than UTF-8', () => {
  it.each([
    ['application/json; charset=UTF-16', utf16, getTopology, 'UTF-16'],
    ['application/json; charset="utf-16le"', utf16, getTopology, 'utf-16le'],
    ['application/json;charset=ISO-8859-1', Buffer.from(JSON_TEXT, 'latin1'), getTopology, 'ISO-8859-1'],
    ['text/xml; charset=ISO-8859-1', Buffer.from('<a>ü</a>', 'latin1'), getXml, 'ISO-8859-1'],
  ])('is an error that names it: %s', async (type, body, operation, charset) => {
    for (const error of await readAll(type, body, operation)) {
      expect(error).toMatchObject({ code: 'RESPONSE_INVALID', contentType: type });
      expect((error as Error).message).toContain(`in ${charset} instead of UTF-8`);
    }
  });

  it('is recognised also where the server does not name it', async () => {
    const bigEndian = Buffer.from(utf16).swap16();
    for (const body of [utf16, utf16.subarray(2), bigEndian, bigEndian.subarray(2)]) {
      for (const error of await readAll('application/json', body))
        expect((error as Error).message).toContain('in UTF-16 instead of UTF-8');
    }
  });

  it.each([
    ['application/json; charset=ISO-8859-1', Buffer.from(JSON_TEXT)],
    ['application/json; charset=us-ascii', Buffer.from('{"name":"J\\u00fcrgen"}')],
    ['application/json; charset=utf-8', Buffer.from(`\uFEFF${JSON_TEXT}`)],
    ['application/json', Buffer.from(`\uFEFF${JSON_TEXT}`)],
  ])('that is only said, or none, is read: %s', async (type, body) => {
    for (const result of await readAll(type, body)) expect(result).toEqual({ name: 'Jürgen' });
  });

  it('of an error answer does not hide its status', async () => {
    const headers = { 'content-type': 'application/problem+json; charset=utf-16' };
    const { transport } = await setUp(() => ({ status: 404, headers, body: utf16 }));
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ status: 404 });
  });
});

describe('an answer that the runtime left compressed', () => {
  it('is an error that names the encoding', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'deflate' };
    const fetch = () => Promise.resolve(new Response(deflateSync('{}') as BodyInit, { headers }));
    for (const make of MAKERS) {
      await using transport = make({ baseUrl: 'http://cluster.invalid/v2', fetch });
      const error = (await failureOf(transport.call(getTopology))) as Error;
      expect(error).toMatchObject({ code: 'RESPONSE_INVALID' });
      expect(error.message).toContain('in the encoding deflate, which cannot be read');
    }
  });
});
