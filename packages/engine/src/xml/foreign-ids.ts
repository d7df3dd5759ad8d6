const NON_ASCII_ID = /\bid\s*=\s*(["'])([\p{L}_][\p{L}\p{M}\p{N}_.-]*)\1/gu;
const REFERENCE =
  /(\b(?:id|default|bpmnElement|\w*Ref)\s*=\s*)(["'])([^"'<]*)\2|(>\s*)([^<>\s]+)(\s*<\/(?:[\w.-]+:)?(?:incoming|outgoing|\w+Refs?)>)/g;

/**
 * XML allows ids in every alphabet, the reader of models only ASCII ones. While a file is read, stand-ins take the place
 * of the ids that it would refuse; {@link ForeignIds.original} gives them back.
 */
export class ForeignIds {
  /** The file with stand-ins. */
  readonly xml: string;
  readonly #standIns = new Map<string, string>();
  readonly #originals = new Map<string, string>();

  constructor(xml: string) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
    this.xml = /[^\u0000-\u007f]/.test(xml) ? this.#replaceIds(xml) : xml;
  }

  /** The id that a stand-in stands for; any other text as it is. */
  original(id: string): string {
    return this.#originals.get(id) ?? id;
  }

  /** Gives every element of a model its own id back. */
  restoreAll(elementsById: Readonly<Record<string, { id?: string }>>): void {
    for (const [standIn, id] of this.#originals) {
      const element = elementsById[standIn];
      if (element !== undefined) {
        element.id = id;
      }
    }
  }

  /** A text in which the ids are as the file has them. */
  restore(text: string): string {
    return text.replace(/foreign-id-\d+-stand-in/g, (id) => this.original(id));
  }

  #replaceIds(xml: string): string {
    for (const [, , id = ''] of xml.matchAll(NON_ASCII_ID)) {
      if (!/^[\w.-]+$/.test(id) && !this.#standIns.has(id)) {
        const standIn = `foreign-id-${this.#standIns.size}-stand-in`;
        this.#standIns.set(id, standIn);
        this.#originals.set(standIn, id);
      }
    }
    return this.#standIns.size === 0 ? xml : xml.replace(REFERENCE, (...found) => this.#replace(found));
  }

  #replace([whole, before, quote, value, opening, text, closing]: readonly string[]): string {
    if (before !== undefined) {
      const values = (value ?? '').split(' ').map((id) => this.#standIns.get(id) ?? id);
      return `${before}${quote}${values.join(' ')}${quote}`;
    }
    const standIn = this.#standIns.get(text ?? '');
    return standIn === undefined ? (whole ?? '') : `${opening}${standIn}${closing}`;
  }
}
