/** The layers of an engine as a table: what was chosen for each, and out of how many ways. */
import type { PlanLayer, PlanLayerTensor } from '../runtime/engine/plan';
import type { Figure } from './figure';
import { checkProfile, layersOf, planOf, shapesAt, useText, workText } from './plan-view';
import type { PlanSource } from './plan-view';
import { significant } from './quantity';
import { table } from './table';
import type { TableCell } from './table';

const COLUMNS = [
  'layer',
  'kind',
  'runs',
  'inputs',
  'outputs',
  'tactic',
  'workspace bytes',
  'time ms',
  'alternatives',
] as const;

/**
 * One row a layer, in the order they run. Extents are those of the profile's kOPT shapes, -1 where data decide them; the time is the
 * median that the builder measured, empty where it had no choice; where it measured none, there is no such column.
 *
 * @param options.profile Only the layers of this optimization profile; default all, with a column for it where there are several.
 * @throws {ApiUsageError} `PROFILE_INVALID`
 */
export function layerTable(source: PlanSource, options: { profile?: number } = {}): Figure {
  const plan = planOf(source);
  if (options.profile !== undefined) checkProfile(plan, options.profile, 'layerTable');
  const profiles =
    options.profile === undefined ? plan.profiles.map((_, index) => index) : [options.profile];
  const several = profiles.length > 1;
  const rows = profiles.flatMap((profile) => {
    const shapes = shapesAt(plan, profile, 'kOPT');
    const uses = (tensors: readonly PlanLayerTensor[]): string =>
      tensors.map((use) => `${use.tensor}: ${useText(use, shapes.get(use.tensor))}`).join('\n');
    return layersOf(plan, profile).map((layer): TableCell[] => [
      ...(several ? [profile] : []),
      layer.name,
      layer.kind,
      workText(layer),
      uses(layer.inputs),
      uses(layer.outputs),
      ...choiceOf(layer),
    ]);
  });
  const columns = several ? ['profile', ...COLUMNS] : COLUMNS;
  const shown = columns.map(
    (column, at) => column !== 'time ms' || rows.some((row) => row[at] !== null),
  );
  return table(
    columns.filter((_, at) => shown[at]),
    rows.map((row) => row.filter((_, at) => shown[at])),
  );
}

/** Tactic, workspace, time and alternatives; only plugin layers have a choice. */
function choiceOf(layer: PlanLayer): TableCell[] {
  const time = layer.timeMs === null ? null : significant(layer.timeMs);
  if (layer.kind !== 'plugin') return [null, null, time, null];
  return [layer.tactic, layer.workspaceBytes, time, layer.alternatives];
}
