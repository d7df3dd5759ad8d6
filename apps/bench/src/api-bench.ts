import { type Bench, below, type Measurement, round } from './bench.ts';
import { bundleSize } from './bundle-size.ts';
import { importCost } from './import-cost.ts';

const ONE_OPERATION = `
  import { createProcessInstance } from '@camunda/api/operations';
  import { createLeanTransport } from '@camunda/transport/lean';
  const transport = createLeanTransport({ baseUrl: location.origin + '/v2' });
  document.title = String(await createProcessInstance(transport, { processDefinitionId: 'order' }));
`;

/** What typed operations cost a page and a start. */
export const apiBench: Bench = {
  name: 'api',
  about:
    '`@camunda/api`: bundles by esbuild, minified and gzipped; imports as medians of alternating starts.',
  readme: 'packages/api/README.md',
  async run() {
    return [
      ...(await bundles()),
      below('importing `@camunda/api`, over an empty start', importCost(['@camunda/api']), 25, 'ms'),
      below(
        'importing `@camunda/api/operations`, over an empty start',
        importCost(['@camunda/api/operations']),
        25,
        'ms',
      ),
    ];
  },
};

async function bundles(): Promise<Measurement[]> {
  const one = await bundleSize(ONE_OPERATION);
  const client = await bundleSize("export { createApiClient } from '@camunda/api';");
  return [
    below('one operation with the lean transport, on import', one.onImport, 15, 'kB'),
    { what: 'the same with what the first OAuth token loads', value: `${round(one.total)} kB` },
    {
      what: 'the client of all operations, without a transport, on import',
      value: `${round(client.onImport)} kB`,
    },
    { what: 'the same with the schemas of validation, loaded on demand', value: `${round(client.total)} kB` },
  ];
}
