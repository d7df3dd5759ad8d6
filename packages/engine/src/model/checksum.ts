/** A fingerprint (FNV-1a, two lanes, 64 bits) that tells whether a resource has changed; no protection against people. */
export function checksumOf(bytes: Uint8Array): string {
  let first = 0x811c9dc5;
  let second = 0xc9dc5118;
  for (const byte of bytes) {
    first = Math.imul(first ^ byte, 0x01000193);
    second = Math.imul(second ^ byte ^ (first >>> 13), 0x01000193);
  }
  return `${(first >>> 0).toString(16).padStart(8, '0')}${(second >>> 0).toString(16).padStart(8, '0')}`;
}
