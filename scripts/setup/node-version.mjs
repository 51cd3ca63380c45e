// Read by Node versions that are too old for everything else: syntax of 2018 only, no imports.

const oldest = 20;

/**
 * Whether this Node can run the project; if not, says so on standard error.
 *
 * @returns {boolean}
 */
export function nodeIsNewEnough() {
  if (Number(process.versions.node.split('.')[0]) >= oldest) return true;
  console.error(
    'Cannot start: Node ' +
      oldest +
      ' or newer is needed, this is ' +
      process.version +
      ' (' +
      process.execPath +
      ').\n' +
      'Install one, for example with nvm ("nvm install 22"), or from nodejs.org, and run the command again.',
  );
  return false;
}
