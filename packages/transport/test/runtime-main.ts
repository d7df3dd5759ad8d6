// Runs the probe in a runtime with a command line: <base> <dead address>. Prints one line of JSON.
import { probe } from './runtime-probe.ts';

const [base = '', deadAddress = ''] = process.argv.slice(2);
console.log(JSON.stringify(await probe(base, deadAddress)));
process.exit(0);
