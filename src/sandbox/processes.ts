import { readdirSync, readFileSync } from 'node:fs';

/**
 * The process at the end of a line of descendants: of a sandbox that has just been made, the launcher, below bubblewrap's processes and the supervisor.
 *
 * @returns its number here, or null where the line is none
 */
export function lastDescendant(ancestor: number): number | null {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : null;
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  let last: number | null = null;
  for (let at = ancestor; ; ) {
    const [child, ...others] = children.get(at) ?? [];
    if (others.length > 0) return null;
    if (child === undefined) return last;
    last = at = child;
  }
}

/** `ID (NAME) STATE PARENT …`; a name may hold anything. */
function parentOf(id: string): number | null {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'latin1');
    return Number(text.slice(text.lastIndexOf(')') + 1).split(' ')[2]);
  } catch {
    return null; // it has ended
  }
}
