import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';

const PLANTED = 'QXZJ-KWVB-9274-GHTR';
const secret = new Secret(PLANTED);

function written(write: (console: Console) => void): string {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  write(new Console(stream, stream));
  return chunks.join('');
}

function sent(value: unknown): unknown {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value);
  const message = receiveMessageOnPort(port2)?.message;
  port1.close();
  return message;
}

const channels: Readonly<Record<string, () => unknown>> = {
  'a template string': () => `${secret}`,
  'a concatenation': () => `a ${String(secret)}`.concat(secret as unknown as string),
  'the primitive conversion': () => [`${secret}`, Number(secret)],
  'JSON.stringify': () =>
    JSON.stringify({ secret, list: [secret], map: Object.fromEntries([['k', secret]]) }),
  'util.inspect': () => inspect(secret, { showHidden: true, depth: null, getters: true }),
  'util.inspect of what it is in': () =>
    inspect({ a: [{ secret }], m: new Map([['k', secret]]) }, { showHidden: true, depth: null }),
  'util.inspect without custom methods': () =>
    inspect(secret, { customInspect: false, showHidden: true, getters: true }),
  'util.format': () => ['%s', '%o', '%O', '%j', '%d'].map((directive) => format(directive, secret)),
  'console.log': () => written((console) => console.log(secret, { secret }, [secret])),
  'console.dir and table': () =>
    written((console) => {
      console.dir({ secret }, { showHidden: true, depth: null });
      console.table([{ secret }]);
    }),
  structuredClone: () => inspect(structuredClone({ secret }), { showHidden: true, depth: null }),
  'a message to another thread': () => inspect(sent({ secret }), { showHidden: true, depth: null }),
  'v8.serialize': () => [
    serialize({ secret }).toString('latin1'),
    inspect(deserialize(serialize({ secret }))),
  ],
  'its members': () => [
    Reflect.ownKeys(secret),
    Object.entries(secret),
    { ...secret },
    Object.assign({}, secret),
  ],
  'an error': () => {
    const error = Object.assign(new Error(`refused: ${secret}`, { cause: secret }), { secret });
    return [
      error.message,
      error.stack,
      inspect(error, { showHidden: true, depth: null }),
      JSON.stringify(error),
    ];
  },
  'an error about it': () => {
    try {
      return (secret as unknown as { missing: () => void }).missing();
    } catch (error) {
      return inspect(error);
    }
  },
  'the query of an address': () => String(new URLSearchParams({ secret: String(secret) })),
};

describe('Secret', () => {
  it('gives the text to whoever asks for it', () => {
    expect(secret.reveal()).toBe(PLANTED);
  });

  it.each(Object.entries(channels))('does not show through %s, not even in part', (_name, channel) => {
    const shown = inspect(channel(), { depth: null, maxStringLength: null });
    for (let start = 0; start + 4 <= PLANTED.length; start += 1) {
      expect(shown).not.toContain(PLANTED.slice(start, start + 4));
    }
  });

  it('shows that there is one, whatever its length', () => {
    expect(inspect(new Secret(''))).toBe(inspect(new Secret('x'.repeat(99))));
    expect(String(secret)).toBe('[secret]');
    expect(JSON.stringify([secret])).toBe('["[secret]"]');
    expect(inspect({ secret })).toBe('{ secret: [secret] }');
    expect(Object.prototype.toString.call(secret)).toBe('[object Secret]');
  });
});

describe('Secret.isSecret', () => {
  it('knows its own, and those of another copy of the package', async () => {
    const specifier = './secret.ts?another-copy';
    const copy: { Secret: typeof Secret } = await import(/* @vite-ignore */ specifier);
    expect(copy.Secret).not.toBe(Secret);
    expect(Secret.isSecret(secret)).toBe(true);
    expect(Secret.isSecret(new copy.Secret('x'))).toBe(true);
  });

  it.each([undefined, null, 'text', 7, {}, [], { reveal: () => 'x' }, new Error('x')])(
    'is false for %j',
    (value) => {
      expect(Secret.isSecret(value)).toBe(false);
    },
  );

  it('never throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(Secret.isSecret(proxy)).toBe(false);
  });
});
