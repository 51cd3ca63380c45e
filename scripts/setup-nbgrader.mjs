import { nodeIsNewEnough } from './setup/node-version.mjs';

// Imported only now: an older Node could not even read it.
if (nodeIsNewEnough())
  import('./commands/setup-nbgrader.mjs').then((command) => command.main(process.argv.slice(2)));
else process.exitCode = 1;
