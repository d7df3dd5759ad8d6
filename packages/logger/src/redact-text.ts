/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** A text without any of these words holds none of the patterns below: most lines stop here. */
const SUSPICIOUS =
  /secret|passw|passphrase|token|assertion|api.?key|access.?key|private.?key|bearer|basic|authoriz|cookie|eyJ|:\/\//i;

// Every repetition has an upper bound, so that a long line costs time in proportion to its length.
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(authorization|cookie|set-cookie)(["']?\s{0,8}[:=]\s{0,8}["']?)[^\r\n"'}]+/gi, `$1$2${REDACTED}`],
  [/\b(bearer|basic)(\s{1,8})(?=\S{0,200}[0-9=._/+-])[\w+/.~=-]{6,}/gi, `$1$2${REDACTED}`],
  [/\beyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?/g, REDACTED],
  [
    /([\w.-]{0,40}(?:secret|password|passwd|passphrase|token|assertion|api[_-]?key|access[_-]?key|private[_-]?key)["']?\s{0,8}[=:]\s{0,8})(?!["']?\[redacted])("[^"]*"|'[^']*'|[^\s&,;"'}\]]+)/gi,
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
