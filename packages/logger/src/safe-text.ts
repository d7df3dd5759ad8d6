/** A value as a text. Unlike `String`, it never throws: an object without `toString`, or with one that fails, is `[unreadable]`. */
export function safeText(value: unknown): string {
  try {
    return String(value);
  } catch {
    // Whatever it threw comes from the same hostile object: there is nothing in it to tell.
    return '[unreadable]';
  }
}
