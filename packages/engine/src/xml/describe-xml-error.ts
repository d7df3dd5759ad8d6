const FAILURE = /^unparsable content (.*?)\s*detected line: (\d+) column: (\d+) nested error: (.*)$/s;
/** What is found at the end of the file: the reader gives no place for it. */
const WITHOUT_PLACE = /^(unclosed|missing|unexpected end)/;
const QUOTED_LENGTH = 60;

/** What the reader of XML stumbled over, in one line: where, what, and the beginning of the text that it is about. */
export function describeXmlError(error: unknown): string {
  if (error instanceof TypeError || error instanceof RangeError) {
    // The reader loses its own way in some files; where it did so helps nobody.
    return 'the tags of the file do not fit together';
  }
  const message = error instanceof Error ? error.message : String(error);
  const line = message.replaceAll(/\s+/g, ' ').trim();
  const [, content = '', row, column, reason] = FAILURE.exec(line) ?? [];
  if (reason === undefined) {
    return line;
  }
  const place = WITHOUT_PLACE.test(reason)
    ? 'The file is no well-formed XML'
    : `Line ${Number(row) + 1}, column ${Number(column) + 1}`;
  return `${place}: ${reason}${content === '' ? '' : ` at '${excerptOf(content)}'`}`;
}

/** A file may be anything, also something that no terminal should be sent. */
function excerptOf(content: string): string {
  const printable = content.replace(/[^\P{C} ]/gu, '?');
  return printable.length > QUOTED_LENGTH ? `${printable.slice(0, QUOTED_LENGTH)}…` : printable;
}
