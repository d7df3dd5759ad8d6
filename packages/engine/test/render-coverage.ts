import { operations } from '@camunda/api/descriptors';
import { handlers } from '../src/operations/handlers.ts';

const HEAD = `# Which operations the embedded engine answers

<!-- Written by scripts/engine-coverage.mjs from the engine's handlers; do not edit it by hand. -->

What stands as 501 answers 501 with the operation's name: the embedded engine does not have it, a Camunda 8 cluster does. The version is
the first one that has the operation; with the option \`apiVersion\` an earlier engine answers 404 instead.
`;

/** The page docs/engine-coverage.md: every operation of the API, whether the engine answers it, and since which version it exists. */
export function renderCoverage(): string {
  const all = Object.values(operations);
  const tags = [...new Set(all.map(({ tag }) => tag))].sort();
  const isHere = (operationId: string) => Object.hasOwn(handlers, operationId);
  const here = all.filter(({ operationId }) => isHere(operationId)).length;
  const sections = tags.map((tag) => {
    const rows = all
      .filter((operation) => operation.tag === tag)
      .sort((one, other) => (one.operationId < other.operationId ? -1 : 1))
      .map(
        ({ operationId, method, path, base, addedInVersion }) =>
          `| \`${operationId}\` | ${isHere(operationId) ? 'here' : '501'} | ${addedInVersion} | \`${method} ${base === 'origin' ? '' : '/v2'}${path}\` |\n`,
      );
    return `## ${tag}\n\n| operation | engine | since | request |\n| --- | --- | --- | --- |\n${rows.join('')}`;
  });
  return `${HEAD}\n${here} of ${all.length} operations are here.\n\n${sections.join('\n')}`;
}
