const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];
const DECLARATION = /^(\uFEFF?<\?xml\s[^>]*?\bencoding\s*=\s*)(["'])([\w.:-]+)\2/;

/** The text of an XML file, or what is wrong with its bytes. */
export type DecodedXml =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/**
 * Decodes an XML file as its byte order mark or its declaration says; the declaration of the text says UTF-8, as what is
 * served from it is.
 */
export function decodeXml(content: string | Uint8Array): DecodedXml {
  if (typeof content === 'string') {
    return { ok: true, text: declareUtf8(content) };
  }
  const encoding = findEncoding(content);
  try {
    return { ok: true, text: declareUtf8(new TextDecoder(encoding, { fatal: true }).decode(content)) };
  } catch (error) {
    if (error instanceof RangeError) {
      return { ok: false, message: `The encoding '${encoding}' of the file is not known` };
    }
    if (error instanceof TypeError) {
      return { ok: false, message: `The file says that it is ${encoding}, but its bytes are not` };
    }
    throw error;
  }
}

function findEncoding(bytes: Uint8Array): string {
  const mark = BYTE_ORDER_MARKS.find(([, ...expected]) => expected.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined) {
    return mark[0];
  }
  // Without a mark, two bytes a character show themselves by the zero beside the `<` that every file begins with.
  if (bytes[0] === 0 && bytes[1] === 0x3c) {
    return 'utf-16be';
  }
  if (bytes[0] === 0x3c && bytes[1] === 0) {
    return 'utf-16le';
  }
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = DECLARATION.exec(head)?.[3]?.toLowerCase() ?? 'utf-8';
  return declared.startsWith('utf-16') ? 'utf-8' : declared;
}

function declareUtf8(text: string): string {
  return text.replace(DECLARATION, '$1$2UTF-8$2');
}
