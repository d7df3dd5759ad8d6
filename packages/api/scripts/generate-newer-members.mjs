// Writes which members of an input or an answer are newer than their operation: a cluster that knows the operation may not know them.
import { isNewer } from './prepare-document.mjs';

const OLDEST_VERSION = '8.8';

export function generateNewerMembers({ operations, follow }) {
  return {
    'newer-members.ts': table(
      'The first version that knows a member of an input, by operation and by the path of the member.',
      'newerMembers',
      ({ bodySchema }) => [bodySchema],
    ),
    'newer-answer-members.ts': table(
      'The first version whose answers hold a member, by operation and by the path of the member; a path goes through lists.',
      'newerAnswerMembers',
      ({ answerSchemas }) => answerSchemas,
    ),
  };

  function table(comment, name, schemasOf) {
    const lines = operations.flatMap((operation) => {
      const found = new Map();
      for (const schema of schemasOf(operation)) collect(schema, '', [], found);
      const newer = [...found].filter(
        ([, version]) =>
          isNewer(version, OLDEST_VERSION) && isNewer(version, operation['x-added-in-version']),
      );
      return newer.length === 0
        ? []
        : [`  ${operation.operationId}: ${JSON.stringify(Object.fromEntries(newer))},`];
    });
    return [
      `/** ${comment} */`,
      `export const ${name}: Readonly<Record<string, Readonly<Record<string, string>>>> = {`,
      ...lines,
      '};',
      '',
    ].join('\n');
  }

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
