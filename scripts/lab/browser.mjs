import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { which } from '../setup/compiler.mjs';

function isWsl() {
  try {
    return /microsoft/i.test(fs.readFileSync('/proc/version', 'utf8'));
  } catch {
    return false;
  }
}

/** The commands that may open an address here, best first. */
function openers(url) {
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY } = process.env;
  const found = [];
  if (BROWSER) found.push([BROWSER, [url]]);
  if (isWsl()) found.push(['wslview', [url]], ['cmd.exe', ['/c', 'start', '', url]]);
  if (DISPLAY || WAYLAND_DISPLAY) found.push(['xdg-open', [url]], ['gio', ['open', url]]);
  return found.filter(([command]) => which(command));
}

/**
 * Opens an address in the browser, if there is a display and something that does it.
 *
 * @returns {boolean} Whether it was tried.
 */
export function openBrowser(url) {
  const [opener] = openers(url);
  if (!opener) return false;
  const child = spawn(opener[0], opener[1], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
  return true;
}
