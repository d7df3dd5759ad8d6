import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CamundaError } from './camunda-error.ts';
import { errorBrand, hasErrorBrand } from './error-brand.ts';
import { isAbortError } from './is-abort-error.ts';

class OneError extends CamundaError {
  get [errorBrand('OneError')](): true {
    return true;
  }
  static override isInstance(value: unknown): value is OneError {
    return hasErrorBrand(value, 'OneError');
  }
}

class OtherError extends CamundaError {
  get [errorBrand('OtherError')](): true {
    return true;
  }
  static override isInstance(value: unknown): value is OtherError {
    return hasErrorBrand(value, 'OtherError');
  }
}

describe('CamundaError', () => {
  it('has a name, a message, a code and, where there is one, a cause', () => {
    const cause = new Error('below');
    const error = new OneError('it broke', { code: 'ONE', cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'OneError', message: 'it broke', code: 'ONE', cause });
    expect(String(error)).toBe('OneError: it broke');
    expect(inspect(error)).toMatch(/^OneError: it broke\n[\s\S]*\[cause\]: Error: below/);
    expect('cause' in new OneError('x', { code: 'ONE' })).toBe(false);
    expect(Object.keys(error)).toEqual(['code']);
  });
});

describe('isInstance', () => {
  const one = new OneError('x', { code: 'ONE' });
  const other = new OtherError('x', { code: 'OTHER' });
  const base = new CamundaError('x', { code: 'BASE' });

  it.each([
    ['CamundaError', CamundaError.isInstance, [true, true, true]],
    ['OneError', OneError.isInstance, [true, false, false]],
    ['OtherError', OtherError.isInstance, [false, true, false]],
  ] as const)('of %s knows its own and its subclasses, and no sibling', (_name, isInstance, expected) => {
    expect([one, other, base].map((error) => isInstance(error))).toEqual(expected);
  });

  it('knows errors of another copy of the package, and of another realm', async () => {
    const specifier = './camunda-error.ts?another-copy';
    const copy: { CamundaError: typeof CamundaError } = await import(/* @vite-ignore */ specifier);
    const foreign = new copy.CamundaError('x', { code: 'X' });
    expect(foreign).not.toBeInstanceOf(CamundaError);
    expect(CamundaError.isInstance(foreign)).toBe(true);
    const realm = runInNewContext(
      "Object.assign(new Error('x'), { [Symbol.for('@camunda/error/CamundaError')]: true })",
    );
    expect(CamundaError.isInstance(realm)).toBe(true);
  });

  it.each([undefined, null, 'CamundaError', 7, {}, new Error('x'), { code: 'X' }, () => 1])(
    'is false for %j',
    (value) => {
      expect(CamundaError.isInstance(value)).toBe(false);
    },
  );

  it('never throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(CamundaError.isInstance(proxy)).toBe(false);
  });
});

describe('isAbortError', () => {
  it('is true for what an aborted operation throws, and for nothing else', () => {
    expect(isAbortError(AbortSignal.abort().reason)).toBe(true);
    expect(isAbortError(new DOMException('x', 'AbortError'))).toBe(true);
    expect(isAbortError(new DOMException('x', 'TimeoutError'))).toBe(false);
    expect([undefined, null, 'AbortError', new Error('x'), {}].map(isAbortError)).toEqual(
      Array(5).fill(false),
    );
  });
});
