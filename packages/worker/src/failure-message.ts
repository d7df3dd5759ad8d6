const LONGEST_MESSAGE = 4_000;
const LONGEST_CHAIN = 5;
const STACK_LINES = 8;

/**
 * What operators read in an incident: name and message of the error, those of its causes, and the first lines of the
 * stack, without credentials that an HTTP client may have put in there, and cut to 4,000 characters.
 */
export function failureMessage(error: unknown): string {
  const lines = [titleOf(error)];
  let cause = causeOf(error);
  for (let depth = 1; cause !== undefined && depth < LONGEST_CHAIN; depth += 1) {
    lines.push(`caused by ${titleOf(cause)}`);
    cause = causeOf(cause);
  }
  if (error instanceof AggregateError) {
    for (const part of error.errors.slice(0, LONGEST_CHAIN))
      lines.push(`one of ${error.errors.length}: ${titleOf(part)}`);
  }
  lines.push(...stackOf(error));
  const text = lines.join('\n').replaceAll(CREDENTIALS, '$1[secret]');
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE - 1)}…` : text;
}

const CREDENTIALS = /\b((?:Bearer|Basic)\s+|:\/\/[^\s/:@]*:)[^\s@,;"']+/gi;

function titleOf(error: unknown): string {
  if (!(error instanceof Error)) return `the handler threw ${describe(error)}`;
  return error.message === '' ? error.name : `${error.name}: ${error.message}`;
}

function describe(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    return typeof value === 'object' ? Object.prototype.toString.call(value) : String(value);
  }
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? (error.cause ?? undefined) : undefined;
}

function stackOf(error: unknown): string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes('node:internal'))
    .slice(0, STACK_LINES);
}
