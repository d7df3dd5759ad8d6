const MAX_PROBLEMS = 100;
const MAX_CHARACTERS = 500;

/** What is wrong with a file, a line for each problem; what would only repeat the file is cut. */
export function describeProblems(
  name: string,
  problems: readonly { readonly elementId?: string; readonly message: string }[],
): string {
  const lines = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ elementId = '(no id)', message }) => `- Element '${cut(elementId)}': ${cut(message)}`);
  const left = problems.length - lines.length;
  return [`'${name}':`, ...lines, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}

function cut(text: string): string {
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}
