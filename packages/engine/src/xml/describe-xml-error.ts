/** What the reader of XML stumbled over, in one line. */
export function describeXmlError(error: unknown): string {
  if (error instanceof TypeError || error instanceof RangeError) {
    // The reader loses its own way in some files; where it did so helps nobody.
    return 'the tags of the file do not fit together';
  }
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/\s+/g, ' ').trim();
}
