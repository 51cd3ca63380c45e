import type { Mistake } from '../mistake';
import { MISTAKES as load } from './load';
import { MISTAKES as creator } from './creator';
import { MISTAKES as fields } from './fields';
import { MISTAKES as shapes } from './shapes';
import { MISTAKES as formats } from './formats';
import { MISTAKES as build } from './build';
import { MISTAKES as enqueue } from './enqueue';
import { MISTAKES as memory } from './memory';
import { MISTAKES as serialisation } from './serialisation';
import { MISTAKES as lifetime } from './lifetime';

/** Everything that `diagnose` can name, by name. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  ...load,
  ...creator,
  ...fields,
  ...shapes,
  ...formats,
  ...build,
  ...enqueue,
  ...memory,
  ...serialisation,
  ...lifetime,
};

/** A mistake by its name. */
export function mistakeNamed(name: string): Mistake {
  const found = Object.hasOwn(MISTAKES, name) ? MISTAKES[name] : undefined;
  if (!found) throw new Error(`no mistake is called ${name}`);
  return found;
}
