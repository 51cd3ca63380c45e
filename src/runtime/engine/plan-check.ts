import { VERBOSITIES } from '../build/builder-config';
import type { Plan, PlanLibrary } from './plan';
import { checkGraph } from './plan-check/graph';
import { layer } from './plan-check/layers';
import { checkMemory, memoryPlan } from './plan-check/memory';
import { constant } from './plan-check/onnx-nodes';
import { bytes, list, named, oneOf, record, text, wrong } from './plan-check/reading';
import { profile, tensor } from './plan-check/tensors';

/** More would only be there to make the check slow. */
const MOST_PROFILES = 1000;

/**
 * Checks that what an engine file holds is a plan, in every part: the checksum says only that the bytes are as they were written. First
 * each value by itself, then that they belong together. `profiles[].shapes`, `profiles[].values` and `constants` are lists of pairs.
 *
 * @throws {EngineFileError} `ENGINE_CORRUPT` with the place, what belongs there and what stands there
 */
export function checkPlan(value: unknown): Plan {
  const fields = record(value, 'plan');
  const plan: Plan = {
    name: text(fields['name'], 'name'),
    tensors: list(fields['tensors'], 'tensors', tensor),
    profiles: list(fields['profiles'], 'profiles', profile, MOST_PROFILES),
    layers: list(fields['layers'], 'layers', layer),
    constants: named(fields['constants'], 'constants', constant),
    memory: list(fields['memory'], 'memory', memoryPlan),
    libraries: list(fields['libraries'], 'libraries', library),
    verbosity: oneOf(VERBOSITIES, fields['verbosity'], 'verbosity'),
  };
  if (plan.profiles.length === 0) wrong('profiles', 'at least one', plan.profiles);
  checkGraph(plan);
  checkMemory(plan);
  return plan;
}

/** A plugin library: its name becomes a file's, so it must not lead anywhere else. */
function library(value: unknown, at: string): PlanLibrary {
  const fields = record(value, at);
  const name = text(fields['name'], `${at}.name`);
  const isFileName = /^[^/\0]{1,255}$/.test(name) && name !== '.' && name !== '..';
  if (!isFileName) wrong(`${at}.name`, 'the name of a file, without folder', name);
  return { name, bytes: bytes(fields['bytes'], `${at}.bytes`) };
}
