// Writes the types of schemas, inputs and results, and the interface of all operations.

import { describeOperation } from './generate-descriptors.mjs';
import { prepareForTypes } from './prepare-document.mjs';
import { membersOf } from './read-specification.mjs';
import { runOpenapiTs } from './run-openapi-ts.mjs';

const pascal = (name) => name[0].toUpperCase() + name.slice(1);
// openapi-ts writes "XML" as "Xml" in its type names.
const generatedName = (operationId) => pascal(operationId).replaceAll('XML', 'Xml');

export async function generateTypes(specification) {
  const { document, keys } = prepareForTypes(specification.document);
  const text = await runOpenapiTs(document, '@hey-api/typescript', 'types.gen.ts');
  const blocks = new Map();
  for (const block of text.split(/\n\n(?=export type )/)) {
    const name = /^export type (\w+)/.exec(block)?.[1];
    if (name) blocks.set(name, block.trim());
  }
  const { operations, follow } = specification;
  const shapes = operations.map((operation) => shapeOf(operation, blocks, follow));
  // What openapi-ts writes for each operation is said again below, in a flatter form. A schema may have the name of such a type.
  for (const { operationId } of operations) {
    for (const suffix of ['Data', 'Errors', 'Responses'])
      blocks.delete(`${generatedName(operationId)}${suffix}`);
  }
  for (const [name, block] of blocks)
    if (/= \w+(?:Errors|Responses)\[keyof \w+\];$/.test(block)) blocks.delete(name);
  blocks.delete('ClientOptions');
  blocks.set(
    'UnknownValue',
    [
      '/** A text that the specification does not list: a newer cluster may send one. */',
      'export type UnknownValue = string & {};',
    ].join('\n'),
  );
  for (const name of keys) {
    blocks.set(
      name,
      `/** Given by a cluster, or made with \`${name}.assumeExists\`. */\nexport type ${name} = Key<'${name}'>;`,
    );
    blocks.set(
      `${name}Input`,
      `/** A {@link ${name}} or a plain text; a key of another kind is refused. */\nexport type ${name}Input = KeyInput<'${name}'>;`,
    );
  }
  const types = [...blocks.values()].map(optionalAcceptsUndefined);
  for (const { type, input, result } of shapes) {
    for (const name of [`${type}Input`, `${type}Output`])
      if (blocks.has(name)) throw new Error(`two types named ${name}`);
    if (input) types.push(optionalAcceptsUndefined(`export type ${type}Input = ${input};`));
    types.push(`export type ${type}Output = ${result};`);
  }
  return {
    files: {
      'types.ts': `import type { FileInput } from '../file-input.ts';\nimport type { Key, KeyInput } from '../key.ts';\n\n${types.join('\n\n').replaceAll('Blob | File', 'FileInput')}\n`,
      'client.ts': generateClient(shapes),
      'standalone.ts': generateStandalone(shapes),
      'keys.ts': generateKeys(keys, specification.document.components.schemas),
    },
    typeNames: [...blocks.keys()],
    shapes,
  };
}

/** `exactOptionalPropertyTypes` of the caller: an explicit `undefined` is as good as a member that is not there. */
function optionalAcceptsUndefined(block) {
  return block.replace(/^(\s+(?:\w+|\$\w+|'[^']+')\?: )([^;{]*);$/gm, '$1$2 | undefined;');
}

function shapeOf(operation, blocks, follow) {
  const type = pascal(operation.operationId);
  const generated = generatedName(operation.operationId);
  const data = members(blocks.get(`${generated}Data`));
  const parts = ['path', 'query'].flatMap((name) =>
    data[name]?.text && data[name].text !== 'never' ? [data[name].text] : [],
  );
  const body = data.body?.text;
  const bodyMembers = membersOf(operation.bodySchema, follow);
  const sendsBody =
    body !== undefined && body !== 'never' && body !== 'unknown' && Object.keys(bodyMembers).length > 0;
  if (sendsBody) parts.push(body);
  // A body that may be left out is sent as an empty object: its required members are needed all the same.
  const bodyNeeded = sendsBody && requiredOf(operation.bodySchema, follow);
  const parametersNeeded = [...operation.pathParameters, ...operation.queryParameters].some(
    ({ required }) => required,
  );
  return {
    operation,
    descriptor: describeOperation(operation, follow),
    type,
    input:
      parts.length === 0
        ? undefined
        : parts.length === 1
          ? parts[0]
          : parts.map((part) => `(${part})`).join(' & '),
    inputNeeded: bodyNeeded || parametersNeeded,
    result: resultOf(operation, blocks.get(`${generated}Responses`)),
  };
}

/** Whether an object without any member would be refused. */
function requiredOf(schema, follow) {
  const node = follow(schema);
  if (!node) return false;
  if (node.required?.length > 0) return true;
  if ((node.allOf ?? []).some((part) => requiredOf(part, follow))) return true;
  const alternatives = node.oneOf ?? node.anyOf ?? [];
  return alternatives.length > 0 && alternatives.every((part) => requiredOf(part, follow));
}

function resultOf(operation, responses) {
  if (operation.successes.some(({ contentTypes }) => contentTypes.includes('application/octet-stream')))
    return 'Uint8Array';
  const found = Object.values(members(responses)).map(({ text }) => text);
  const distinct = [
    ...new Set(found.map((text) => (text === 'void' && found.length > 1 ? 'undefined' : text))),
  ];
  const isText = operation.successes.some(({ contentTypes }) => contentTypes.includes('text/xml'));
  return isText
    ? [...new Set(distinct.map((text) => (text === 'undefined' ? text : 'string')))].join(' | ')
    : distinct.join(' | ');
}

/** The members of an object type as openapi-ts writes it: four spaces deep, ended by a semicolon. */
function members(block) {
  if (!block) throw new Error('openapi-ts wrote no type where one was expected');
  const found = {};
  for (const match of block.matchAll(/^ {4}(\w+)(\?)?: ([\s\S]*?);\n(?=(?: {4}\w+\??: |\};?))/gm)) {
    found[match[1]] = { optional: match[2] === '?', text: match[3].replace(/^ {4}/gm, '') };
  }
  return found;
}

function callType({ type, input, inputNeeded, descriptor }, itemOf) {
  const item = descriptor.paginated ? itemOf(type) : undefined;
  const kind = descriptor.paginated ? 'Search' : descriptor.eventuallyConsistent ? 'Eventual' : '';
  if (!input) {
    if (kind === 'Search') throw new Error(`${type}: a search without input`);
    return `${kind}BareCall<${type}Output>`;
  }
  const args = [`${type}Input`, `${type}Output`, ...(item ? [item] : [])].join(', ');
  if (descriptor.response === 'binary') {
    if (!inputNeeded) throw new Error(`${type}: bytes without a needed input`);
    return `${kind}BinaryCall<${type}Input>`;
  }
  return `${kind}${inputNeeded ? '' : 'Optional'}Call<${args}>`;
}

function generateClient(shapes) {
  const itemOf = (type) => `${type}Output['items'][number]`;
  const groups = new Map();
  const lines = shapes.map((shape) => {
    const { descriptor } = shape;
    const group = camel(descriptor.tag);
    groups.set(group, [...(groups.get(group) ?? []), descriptor.operationId]);
    return `  /** ${docOf(descriptor)} */\n  readonly ${descriptor.operationId}: ${callType(shape, itemOf)};`;
  });
  const names = shapes.map(({ descriptor }) => descriptor.operationId);
  for (const group of groups.keys())
    if (names.includes(group)) throw new Error(`the group ${group} hides an operation`);
  const used = [...new Set(lines.flatMap((line) => line.match(/\w*Call(?=<)/g) ?? []))].sort();
  const typeNames = [
    ...new Set(lines.flatMap((line) => line.match(/\b\w+(?:Input|Output)\b/g) ?? [])),
  ].sort();
  const groupLines = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([group, ids]) =>
        `  readonly ${group}: Pick<CamundaOperations, ${ids.map((id) => `'${id}'`).join(' | ')}>;`,
    );
  const tags = [...new Map(shapes.map(({ descriptor }) => [descriptor.tag, camel(descriptor.tag)]))].sort();
  return [
    `import type { ${used.join(', ')} } from '../call-types.ts';`,
    `import type {\n${typeNames.map((name) => `  ${name},\n`).join('')}} from './types.ts';`,
    '',
    `/** The ${shapes.length} operations of the Orchestration Cluster REST API, each under its name in the specification. */`,
    'export interface CamundaOperations {',
    ...lines,
    '}',
    '',
    '/** The same operations by the group that the specification puts them in. */',
    'export interface CamundaOperationGroups {',
    ...groupLines,
    '}',
    '',
    '/** The names of the groups, by the tag of the specification. */',
    `export const groupNames: Readonly<Record<string, keyof CamundaOperationGroups>> = ${JSON.stringify(Object.fromEntries(tags), undefined, 2)};`,
    '',
  ].join('\n');
}

function generateStandalone(shapes) {
  return [
    "import { type StandaloneOperation, standalone } from '../standalone.ts';",
    "import type { CamundaOperations } from './client.ts';",
    "import * as descriptors from './descriptors.ts';",
    '',
    ...shapes.map(
      ({ descriptor }) =>
        `/** ${docOf(descriptor)} */\nexport const ${descriptor.operationId}: StandaloneOperation<CamundaOperations['${descriptor.operationId}']> = /* @__PURE__ */ standalone<CamundaOperations['${descriptor.operationId}']>(descriptors.${descriptor.operationId});`,
    ),
    '',
  ].join('\n');
}

function generateKeys(keys, schemas) {
  const lines = keys.map((name) => {
    const { pattern, minLength, maxLength } = ownRules(schemas, schemas[name]);
    const rules = { pattern, minLength, maxLength };
    const text = Object.entries(rules)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) =>
        key === 'pattern'
          ? `pattern: /${value.replaceAll('/', '\\/')}/${value.includes('\\p') ? 'u' : ''}`
          : `${key}: ${value}`,
      );
    return [
      `export type ${name} = Types.${name};`,
      `/** Makes and checks values of the type {@link Types.${name}}. */`,
      `export const ${name}: KeyKind<'${name}'> = /* @__PURE__ */ keyKind('${name}'${text.length > 0 ? `, { ${text.join(', ')} }` : ''});`,
    ].join('\n');
  });
  return `import { type KeyKind, keyKind } from '../key.ts';\nimport type * as Types from './types.ts';\n\n${lines.join('\n\n')}\n`;
}

function ownRules(schemas, schema) {
  const parts = (schema.allOf ?? []).map(({ $ref }) => schemas[$ref.split('/').at(-1)]);
  return Object.assign({}, ...parts, schema);
}

/** Method and path, the first version, what the cluster asks for. */
export function docOf({ method, path, addedInVersion, requiredPermissions, eventuallyConsistent }) {
  const needs =
    requiredPermissions.length > 0
      ? ` Needs ${requiredPermissions.join(' and ').replaceAll(' | ', ' or ')}.`
      : '';
  const lags = eventuallyConsistent ? ' Eventually consistent.' : '';
  return `\`${method} ${path}\`, since ${addedInVersion}.${needs}${lags}`;
}

const camel = (tag) =>
  tag
    .split(/[^A-Za-z]+/)
    .map((word, index) => (index === 0 ? word.toLowerCase() : pascal(word.toLowerCase())))
    .join('');
