// Writes the valibot schemas, each behind a function that builds it when it is first asked for: loading the file costs next to
// nothing, and a call builds what its operation needs.
import { prepareForSchemas } from './prepare-document.mjs';
import { runOpenapiTs } from './run-openapi-ts.mjs';

/** Members that a cluster of this version does not send yet are not required in answers. */
const OLDEST_VERSION = '8.8';

export async function generateSchemas({ document, operations }) {
  const plugin = { name: 'valibot', requests: true, responses: true };
  const text = await runOpenapiTs(prepareForSchemas(document, OLDEST_VERSION), plugin, 'valibot.gen.ts');
  const schemas = new Map();
  for (const match of text.matchAll(/^export const (v\w+)(?:: [^=]+)? = ([\s\S]*?);\n(?=\n|$)/gm)) {
    schemas.set(match[1], match[2]);
  }
  const table = operations.map((operation) => {
    const name = `v${operation.operationId[0].toUpperCase()}${operation.operationId.slice(1)}`.replaceAll(
      'XML',
      'Xml',
    );
    const parts = ['path', 'query', 'body', 'response'].flatMap((part) => {
      const schema = schemaOf(operation, part, `${name}${part[0].toUpperCase()}${part.slice(1)}`, schemas);
      return schema === undefined ? [] : [`${part}: ${schema}`];
    });
    return `  ${operation.operationId}: { ${parts.join(', ')} },`;
  });
  const used = reachable(table.join('\n'), schemas);
  const lines = [...schemas]
    .filter(([name]) => used.has(name))
    .map(([name, expression]) => `const ${name} = once(() => ${asCalls(expression, schemas)});`);
  return {
    'schemas.ts': [
      "import * as v from 'valibot';",
      "import { once } from '../validation/once.ts';",
      "import type { OperationSchemas } from '../validation/operation-schemas.ts';",
      '',
      ...lines,
      '',
      '/** What there is to check, by operation. */',
      'export const schemas: Readonly<Record<string, OperationSchemas>> = {',
      ...table,
      '};',
      '',
    ].join('\n'),
  };
}

/** Files and forms are checked by what sends them; answers that are not JSON have nothing to check. */
function schemaOf(operation, part, name, schemas) {
  if (part === 'body' && operation.bodyContentType !== 'application/json') return undefined;
  const isJson = operation.successes.some(({ contentTypes }) => contentTypes.includes('application/json'));
  if (part === 'response' && !isJson) return undefined;
  return schemas.has(name) ? name : undefined;
}

const mentions = (text, schemas) =>
  [...text.matchAll(/\bv[A-Z]\w*/g)].map(([name]) => name).filter((name) => schemas.has(name));

function asCalls(expression, schemas) {
  // Unknown members are looked for apart, over all alternatives of a union at once.
  const open = expression.replaceAll('v.strictObject(', 'v.object(');
  return open.replace(/\bv[A-Z]\w*/g, (name) => (schemas.has(name) ? `${name}()` : name));
}

function reachable(text, schemas) {
  const found = new Set();
  const open = mentions(text, schemas);
  while (open.length > 0) {
    const name = open.pop();
    if (found.has(name)) continue;
    found.add(name);
    open.push(...mentions(schemas.get(name), schemas));
  }
  return found;
}
