import { readFileSync } from 'node:fs';
import { write } from './tools.mjs';

/** The same models as other editors and machines would store them: other line ends, byte order marks, encodings. */
const text = readFileSync(new URL('../written/non-ascii.bpmn', import.meta.url), 'utf8');

const bigEndian = (bytes) => bytes.swap16();
const said = (encoding) => text.replace('UTF-8', encoding);

write('encoded/crlf.bpmn', text.replaceAll('\n', '\r\n'));
write('encoded/byte-order-mark.bpmn', `\uFEFF${text}`);
write('encoded/utf-16-little-endian.bpmn', Buffer.from(`\uFEFF${said('UTF-16')}`, 'utf16le'));
write('encoded/utf-16-big-endian.bpmn', bigEndian(Buffer.from(`\uFEFF${said('UTF-16')}`, 'utf16le')));
write('encoded/latin-1.bpmn', Buffer.from(said('ISO-8859-1').replaceAll(/[^ -\u00ff\n]/g, 'e'), 'latin1'));
write('encoded/no-declaration.bpmn', text.slice(text.indexOf('?>') + 3));
const decision = readFileSync(new URL('../written/literal.dmn', import.meta.url), 'utf8');
write('encoded/crlf-and-byte-order-mark.dmn', `\uFEFF${decision.replaceAll('\n', '\r\n')}`);
