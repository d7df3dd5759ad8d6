import { describe, expect, it } from 'vitest';
import { bundle } from './bundle.ts';

const KILOBYTE = 1000;

describe('bundles for browsers', () => {
  it('one operation with everything that it needs stays below 15 kB', async () => {
    const { gzipBytes, inputs } = await bundle(`
      import { createProcessInstance } from '@camunda/api/operations';
      import { createLeanTransport } from '@camunda/transport/lean';
      const transport = createLeanTransport({ baseUrl: location.origin + '/v2' });
      document.title = String(await createProcessInstance(transport, { processDefinitionId: 'order' }));
    `);
    expect(gzipBytes).toBeLessThan(15 * KILOBYTE);
    expect(
      inputs.filter((input) => /valibot|ky\/|consola|generated\/(?:schemas|operations|client)/.test(input)),
    ).toEqual([]);
  });

  it('one operation without a transport stays below 3 kB, and brings no other one along [T7]', async () => {
    const { gzipBytes, files } = await bundle(`export { completeJob } from '@camunda/api/operations';`);
    expect(gzipBytes).toBeLessThan(3 * KILOBYTE);
    const text = new TextDecoder().decode(files.get('stdin.js'));
    expect(text).toContain('/jobs/{jobKey}/completion');
    expect(text).not.toContain('/topology');
  });

  it('the descriptors stay below 10 kB and bring nothing else along', async () => {
    const { gzipBytes, inputs } = await bundle(`export { operations } from '@camunda/api/descriptors';`);
    expect(gzipBytes).toBeLessThan(10 * KILOBYTE);
    expect(
      inputs
        .filter((input) => !input.includes('<stdin>'))
        .map((input) => input.replace(/^.*src\//, ''))
        .sort(),
    ).toEqual(['descriptors.ts', 'generated/descriptors.ts', 'generated/operations.ts']);
  });

  it('the schemas come only when they are asked for [T8]', async () => {
    const { files } = await bundle(`export { createApiClient } from '@camunda/api';`, true);
    const entry = new TextDecoder().decode(files.get('stdin.js'));
    expect(entry).not.toContain('minValue');
    expect([...files.keys()].some((name) => name.startsWith('check-operation'))).toBe(true);
  });
});
