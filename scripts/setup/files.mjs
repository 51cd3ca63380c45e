import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/** Writes a file so that a reader, or a kill at any moment, finds the old one or the new one. */
export function writeFileAtomically(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(draft, text);
  fs.renameSync(draft, file);
}

/** Makes `link` a symbolic link with exactly this target, whatever was there before. */
export function linkAtomically(target, link) {
  fs.mkdirSync(path.dirname(link), { recursive: true });
  const draft = `${link}.${process.pid}.tmp`;
  fs.rmSync(draft, { force: true });
  fs.symlinkSync(target, draft);
  try {
    fs.renameSync(draft, link);
  } catch (error) {
    if (error.code !== 'EISDIR' && error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')
      throw error;
    fs.rmSync(link, { recursive: true, force: true });
    fs.renameSync(draft, link);
  }
}

/** The JSON in a file, or undefined where there is none or it cannot be read. */
export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * All files below a folder, in a stable order.
 *
 * @param {string} dir Relative to the clone.
 * @param {(relative: string) => boolean} wanted
 * @returns {string[]} Paths relative to the clone; empty where the folder does not exist.
 */
export function listFiles(dir, wanted = () => true) {
  const found = [];
  const visit = (relative) => {
    let entries;
    try {
      entries = fs.readdirSync(inRoot(relative), { withFileTypes: true });
    } catch (error) {
      if (error.code === 'ENOENT') return;
      throw error;
    }
    for (const entry of entries) {
      const child = path.join(relative, entry.name);
      if (entry.isDirectory()) visit(child);
      else if (entry.isFile() && wanted(child)) found.push(child);
    }
  };
  visit(dir);
  return found.sort();
}

/**
 * A short hash of the names and contents of files.
 *
 * @param {string[]} files Relative to the clone; one that is missing counts as empty.
 * @returns {string} 16 hexadecimal digits.
 */
export function hashFiles(files) {
  const hash = crypto.createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`);
    if (fs.existsSync(inRoot(file))) hash.update(fs.readFileSync(inRoot(file)));
    hash.update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
