/** A number that needs more than 53 bits has at least this many digits. */
const DIGITS = 16;

/** What stands before a number in JSON: `:`, `,`, `[`, white space, the minus sign, or nothing. Before the digits of a text stands `"`. */
const BEFORE_NUMBER = ':,[ \n\r\t-';

/**
 * Whether JSON may hold an integer of 16 or more digits outside of texts. It looks at every sixteenth character only, unless that is a
 * digit, so that it costs next to nothing beside the parsing. A text such as `", 1234567890123456"` looks like one too.
 */
export function mayHoldLargeInteger(text: string): boolean {
  let index = DIGITS - 1;
  while (index < text.length) {
    if (!isDigit(text, index)) {
      index += DIGITS;
      continue;
    }
    let start = index;
    while (start > 0 && isDigit(text, start - 1)) start -= 1;
    let end = index + 1;
    while (end < text.length && isDigit(text, end)) end += 1;
    if (end - start >= DIGITS && BEFORE_NUMBER.includes(text.charAt(start - 1))) return true;
    index = end + DIGITS;
  }
  return false;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}
