/** The host program of a bug as a command of its own: `node run-bug.js NAME SIDE LIBRARY`. Only the reader of the command needs the library's path. */
import { join } from 'node:path';
import * as workbook from '../../src';
import { buildSide } from '../../src/lab/bugs/build';

const [, , name = '', side = ''] = process.argv;

async function main(): Promise<void> {
  const bug = workbook.bugNamed(name);
  const built = await buildSide(bug, side === 'cured' ? 'cured' : 'broken');
  if (typeof bug.reproduce !== 'function') throw new Error(`${name} is a program of its own`);
  const host = join(__dirname, '..', '..', 'src', 'lab', 'bugs', 'host.js');
  const result = await bug.reproduce(workbook, { ...built, host }, require);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

// A rejection that nobody handles ends the process as it does in a user's script.
void main();
