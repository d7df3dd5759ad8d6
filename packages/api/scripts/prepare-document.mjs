// Changes a copy of the document so that what openapi-ts makes of it says what we want to say:
// keys in two forms (what goes in, what comes out), open enumerations in answers, numbers for 64-bit counts.
const SCHEMAS = '#/components/schemas/';

/** For the types. */
export function prepareForTypes(document) {
  const copy = simplify(structuredClone(document));
  const { schemas } = copy.components;
  const { requests, answers } = reach(copy);
  const keys = Object.keys(schemas).filter(
    (name) => schemas[name]['x-semantic-type'] && schemas[name].type === 'string' && !schemas[name].oneOf,
  );
  const enumerations = new Set(Object.keys(schemas).filter((name) => schemas[name].enum));
  const unions = ['ResourceKey', 'ScopeKey'];
  const doubled = new Set([...keys, ...unions]);
  const toInput = (name) => (doubled.has(name) ? `${name}Input` : name);
  for (const name of unions) schemas[`${name}Input`] = mapReferences(schemas[name], toInput);
  for (const [name, schema] of Object.entries(schemas)) {
    if (doubled.has(name) || name.endsWith('Input')) continue;
    if (answers.has(name)) schemas[name] = openEnumerations(schema, enumerations, name);
    else if (requests.has(name)) schemas[name] = mapReferences(schema, toInput);
  }
  for (const item of Object.values(copy.paths)) {
    for (const operation of Object.values(item)) {
      if (operation.parameters) operation.parameters = mapReferences(operation.parameters, toInput);
      if (operation.requestBody) operation.requestBody = mapReferences(operation.requestBody, toInput);
    }
  }
  for (const name of keys) schemas[`${name}Input`] = { type: 'string' };
  schemas.UnknownValue = { type: 'string' };
  return { document: copy, keys };
}

/** For the schemas: members that only newer clusters send are not required in answers. */
export function prepareForSchemas(document, oldest) {
  const copy = simplify(structuredClone(document));
  const { requests, answers } = reach(copy);
  for (const [name, schema] of Object.entries(copy.components.schemas)) {
    if (!answers.has(name) || requests.has(name) || !schema.required) continue;
    const added = schema['x-properties-added-in-version'] ?? [];
    const newer = added.filter(({ addedInVersion }) => isNewer(addedInVersion, oldest));
    const names = newer.map(({ propertyName }) => propertyName);
    schema.required = schema.required.filter((member) => !names.includes(member));
    if (schema.required.length === 0) delete schema.required;
  }
  for (const name of Object.keys(copy.components.schemas)) flattenObject(copy.components.schemas, name);
  return copy;
}

/**
 * An object of several parts as one object: `additionalProperties: false` beside `allOf` speaks of all members, and valibot would
 * check it for each part alone. Compositions that are not objects throughout stay as they are.
 */
function flattenObject(schemas, name) {
  const schema = schemas[name];
  if (!schema.allOf || (!schema.properties && schema.allOf.length === 1)) return;
  const parts = schema.allOf.map((part) => {
    const partName = part.$ref?.slice(SCHEMAS.length);
    if (partName) flattenObject(schemas, partName);
    return partName ? schemas[partName] : part;
  });
  if (!parts.every((part) => part.properties && !part.allOf && !part.oneOf && !part.discriminator)) return;
  const { allOf, ...own } = schema;
  const all = [...parts, own];
  const required = [...new Set(all.flatMap((part) => part.required ?? []))];
  schemas[name] = {
    ...own,
    type: 'object',
    properties: Object.assign({}, ...all.map((part) => part.properties)),
    ...(required.length > 0 && { required }),
  };
}

export function isNewer(version, than) {
  if (!version) return false;
  const [major, minor] = version.split('.').map(Number);
  const [otherMajor, otherMinor] = than.split('.').map(Number);
  return major > otherMajor || (major === otherMajor && minor > otherMinor);
}

/** Names of the schemas that requests and successful answers are made of. */
export function reach(document) {
  const { schemas } = document.components;
  const requests = new Set();
  const answers = new Set();
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) {
      if (!operation.responses) continue;
      collect([operation.parameters, operation.requestBody], requests);
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status.startsWith('2')) collect(response, answers);
      }
    }
  }
  return { requests, answers };

  function collect(node, names) {
    if (!node || typeof node !== 'object') return;
    const reference = node.$ref;
    if (typeof reference === 'string') {
      if (!reference.startsWith(SCHEMAS)) return collect(at(document, reference), names);
      const name = reference.slice(SCHEMAS.length);
      if (names.has(name)) return;
      names.add(name);
      collect(schemas[name], names);
    }
    for (const child of Object.values(node)) collect(child, names);
  }
}

function simplify(document) {
  for (const item of Object.values(document.paths)) delete item.servers;
  visit(document, (node) => {
    if (node.format === 'int64') delete node.format;
    if (node.readOnly === true) delete node.readOnly;
  });
  return document;
}

function visit(node, change) {
  if (!node || typeof node !== 'object') return;
  change(node);
  for (const child of Object.values(node)) visit(child, change);
}

function mapReferences(node, rename) {
  if (!node || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((child) => mapReferences(child, rename));
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    copy[key] =
      key === '$ref' && typeof value === 'string' && value.startsWith(SCHEMAS)
        ? `${SCHEMAS}${rename(value.slice(SCHEMAS.length))}`
        : mapReferences(value, rename);
  }
  return copy;
}

/** `{$ref: State}` becomes `State | UnknownValue`; enumerations that are written in place likewise. */
function openEnumerations(node, enumerations, own) {
  if (!node || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map((child) => openEnumerations(child, enumerations));
  if (enumerations.has(own)) return node;
  const name = typeof node.$ref === 'string' ? node.$ref.slice(SCHEMAS.length) : undefined;
  if (enumerations.has(name)) return { anyOf: [node, { $ref: `${SCHEMAS}UnknownValue` }] };
  if (Array.isArray(node.enum) && node.type === 'string') {
    const { nullable, ...rest } = node;
    return { ...(nullable && { nullable }), anyOf: [rest, { $ref: `${SCHEMAS}UnknownValue` }] };
  }
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    copy[key] = key === 'discriminator' || key === 'required' ? value : openEnumerations(value, enumerations);
  }
  return copy;
}

function at(document, reference) {
  const steps = reference.slice(2).split('/');
  return steps.reduce((node, step) => node[step.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}
