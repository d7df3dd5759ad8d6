/** A prefix for texts that stand for numbers for a moment. It is random, so that no text can be made to look like one. */
export function numberMarker(): string {
  const [first = 0, second = 0, third = 0] = crypto.getRandomValues(new Uint32Array(3));
  return `#${first.toString(36)}-${second.toString(36)}-${third.toString(36)}:`;
}
