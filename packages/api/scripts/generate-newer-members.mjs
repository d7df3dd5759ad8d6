// Writes which members of an input are newer than their operation: a cluster that knows the operation may not know them.
import { isNewer } from './prepare-document.mjs';

const OLDEST_VERSION = '8.8';

export function generateNewerMembers({ operations, follow }) {
  const lines = operations.flatMap((operation) => {
    const found = new Map();
    collect(operation.bodySchema, '', [], found);
    const newer = [...found].filter(
      ([, version]) => isNewer(version, OLDEST_VERSION) && isNewer(version, operation['x-added-in-version']),
    );
    return newer.length === 0
      ? []
      : [`  ${operation.operationId}: ${JSON.stringify(Object.fromEntries(newer))},`];
  });
  return {
    'newer-members.ts': [
      '/** The first version that knows a member of an input, by operation and by the path of the member. */',
      'export const newerMembers: Readonly<Record<string, Readonly<Record<string, string>>>> = {',
      ...lines,
      '};',
      '',
    ].join('\n'),
  };

  function collect(schema, path, open, found) {
    const node = follow(schema);
    if (!node || open.includes(node)) return;
    const inside = [...open, node];
    for (const part of [...(node.allOf ?? []), ...(node.oneOf ?? []), ...(node.anyOf ?? [])])
      collect(part, path, inside, found);
    if (node.items) collect(node.items, path, inside, found);
    const versions = new Map(
      (node['x-properties-added-in-version'] ?? []).map((added) => [
        added.propertyName,
        added.addedInVersion,
      ]),
    );
    for (const [name, member] of Object.entries(node.properties ?? {})) {
      const memberPath = path === '' ? name : `${path}.${name}`;
      const version = versions.get(name);
      if (version && !found.has(memberPath)) found.set(memberPath, version);
      collect(member, memberPath, inside, found);
    }
  }
}
