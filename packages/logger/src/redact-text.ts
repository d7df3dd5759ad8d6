/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** A text without any of these words holds none of the patterns below: most lines stop here. */
const SUSPICIOUS =
  /secret|passw|pwd|passphrase|token|assertion|api.?key|access.?key|private.?key|bearer|basic|dpop|authoriz|cookie|eyJ|:\/\//i;

const NAMES =
  'secret|password|passwd|pwd|passphrase|token|assertion|api[_-]?key|access[_-]?key|private[_-]?key';
// A text in quotes, one in quotes that stand in a JSON text themselves (\"…\"), or one that ends where its surroundings go on.
const VALUE = String.raw`"(?:[^"\\]|\\.)*"?|'[^']*'?|\\{1,8}"[^"\\]*(?:\\{1,8}"?)?|[^\s&,;"'}\]\\]+`;

// Every repetition has an upper bound, or ends at a character that it cannot hold: a long line costs time in proportion to its length.
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(authorization|cookie|set-cookie)(["']?\s{0,8}[:=]\s{0,8}["']?)[^\r\n"'}]+/gi, `$1$2${REDACTED}`],
  [/\b(bearer|basic|dpop)(\s{1,8})(?=\S{0,200}[0-9=._/+-])[\w+/.~=-]{6,}/gi, `$1$2${REDACTED}`],
  [/\beyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?/g, REDACTED],
  [new RegExp(String.raw`(--[\w-]{0,40}(?:${NAMES})\s{1,8})(?!-)(?:${VALUE})`, 'gi'), `$1${REDACTED}`],
  [
    new RegExp(
      String.raw`([\w.-]{0,40}(?:${NAMES})\\{0,8}["']?\s{0,8}(?:=>?|:|%3D)\s{0,8})(?!["']?\[redacted])(?:${VALUE})`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]{0,512}@/gi, `$1${REDACTED}@`],
];

/** A text with everything hidden that looks like a credential: tokens, keys, passwords, `user:password@` in addresses. */
export function redactText(text: string): string {
  if (!SUSPICIOUS.test(text) && !text.includes('PRIVATE KEY')) return text;
  let redacted = text;
  for (const [pattern, replacement] of PATTERNS) redacted = redacted.replace(pattern, replacement);
  return redacted;
}
