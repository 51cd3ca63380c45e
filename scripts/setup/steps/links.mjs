import fs from 'node:fs';
import { linkAtomically } from '../files.mjs';
import { inRoot } from '../paths.mjs';

/** By these a notebook imports 'tensorrt-plugin-workbook', and `npx workbook` finds the command, inside the clone itself. */
const links = [
  { link: inRoot('node_modules', 'tensorrt-plugin-workbook'), target: '..' },
  { link: inRoot('node_modules', '.bin', 'workbook'), target: '../../dist/cli.js' },
];

function targetOf(link) {
  try {
    return fs.readlinkSync(link);
  } catch {
    return undefined;
  }
}

export const linksStep = {
  id: 'links',
  title: 'Links to this package',
  cure: 'npm run setup',
  missing: () =>
    links.every(({ link, target }) => targetOf(link) === target) ? undefined : 'not done yet',
  async run() {
    for (const { link, target } of links) linkAtomically(target, link);
  },
};
