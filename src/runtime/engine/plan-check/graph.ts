import type { ExprNode } from '../../../native';
import type { Plan, PlanLayer, PlanTensor } from '../plan';
import { sizeTensorIndexes } from '../../network/shapes';
import { checkEdges } from './onnx-nodes';
import { wrong } from './reading';

/** Checks that tensors, profiles and layers belong together: names are known, and everything is made before it is read. */
export function checkGraph(plan: Plan): void {
  const tensors = new Map<string, PlanTensor>();
  plan.tensors.forEach((tensor, i) => {
    if (tensors.has(tensor.name)) wrong(`tensors[${i}].name`, 'each name once', tensor.name);
    tensors.set(tensor.name, tensor);
  });
  checkVariables(plan, tensors);
  const inputs = plan.tensors.filter(({ mode }) => mode === 'kINPUT');
  checkProfiles(plan, inputs);
  checkLayers(plan, tensors, inputs);
}

/** A variable is called `x[0]` for an extent of tensor x, `s{0}` for an element of it. */
const VARIABLE = /^(?<tensor>[^]*)(?:\[(?<axis>\d{1,9})\]|\{\d{1,9}\})$/;

function checkVariables(plan: Plan, tensors: ReadonlyMap<string, PlanTensor>): void {
  const checked = new Set<string>();
  const check = (node: ExprNode, at: string): void => {
    if ('variable' in node) {
      if (checked.has(node.variable)) return;
      const { tensor: name = '', axis } = VARIABLE.exec(node.variable)?.groups ?? {};
      const tensor = tensors.get(name);
      if (!tensor || (axis !== undefined && Number(axis) >= tensor.dims.length))
        wrong(at, 'an extent `x[0]` or element `s{0}` of a tensor', node.variable);
      checked.add(node.variable);
    } else if ('operation' in node) {
      check(node.first, at);
      check(node.second, at);
    } else if ('sizeTensor' in node) {
      check(node.opt, at);
      check(node.upper, at);
    }
  };
  plan.tensors.forEach(({ shape }, i) => {
    for (const node of shape) check(node, `tensors[${i}].shape`);
  });
}

function checkProfiles(plan: Plan, inputs: readonly PlanTensor[]): void {
  const names = new Set(inputs.map(({ name }) => name));
  plan.profiles.forEach(({ shapes, values }, p) => {
    const at = `profiles[${p}]`;
    const unknown = [...Object.keys(shapes), ...Object.keys(values)].find((key) => !names.has(key));
    if (unknown !== undefined) wrong(at, 'inputs of the engine', unknown);
    for (const { name, dims } of inputs) {
      const range = shapes[name];
      if (!range) wrong(`${at}.shapes`, `a range for input "${name}"`, undefined);
      const { min, max } = range;
      const fits =
        min.length === dims.length &&
        dims.every((extent, i) => extent === -1 || (extent === min[i] && extent === max[i]));
      if (!fits)
        wrong(`${at}.shapes: "${name}"`, `ranges that fit [${dims}]`, `[${min}]..[${max}]`);
    }
  });
}

function checkLayers(
  plan: Plan,
  tensors: ReadonlyMap<string, PlanTensor>,
  inputs: readonly PlanTensor[],
): void {
  let profile = 0;
  const names = new Set<string>();
  let made = new Set(inputs.map(({ name }) => name));
  const outputs = plan.tensors.filter(({ mode }) => mode === 'kOUTPUT');
  const endProfile = () => {
    const missing = outputs.find(({ name }) => !made.has(name));
    if (missing) wrong(`layers of profile ${profile}`, `one that makes "${missing.name}"`, 'none');
    made = new Set(inputs.map(({ name }) => name));
    profile += 1;
  };
  plan.layers.forEach((layer, i) => {
    const at = `layers[${i}]`;
    if (names.has(layer.name)) wrong(`${at}.name`, 'each name once', layer.name);
    names.add(layer.name);
    if (layer.profile < profile || layer.profile >= plan.profiles.length)
      wrong(
        `${at}.profile`,
        `one of the ${plan.profiles.length} profiles, in order`,
        layer.profile,
      );
    while (profile < layer.profile) endProfile();
    checkTensorsOf(layer, at, tensors, made);
    for (const { tensor } of layer.outputs) {
      if (made.has(tensor)) wrong(`${at}.outputs`, 'tensors that nothing makes before', tensor);
      made.add(tensor);
    }
    if (layer.kind === 'native') checkEdges(layer, plan.constants, at);
  });
  while (profile < plan.profiles.length) endProfile();
}

function checkTensorsOf(
  layer: PlanLayer,
  at: string,
  tensors: ReadonlyMap<string, PlanTensor>,
  made: ReadonlySet<string>,
): void {
  for (const { tensor } of layer.inputs) {
    if (!made.has(tensor)) wrong(`${at}.inputs`, 'inputs, or what a layer before makes', tensor);
  }
  const lent = layer.inputs.find(({ aliasOf }) => aliasOf !== undefined);
  if (lent) wrong(`${at}.inputs`, 'no aliasOf', lent.aliasOf);
  for (const { tensor: name, aliasOf } of layer.outputs) {
    const output = tensors.get(name) ?? wrong(`${at}.outputs`, 'tensors of the engine', name);
    if (aliasOf !== undefined && !layer.inputs.some(({ tensor }) => tensor === aliasOf))
      wrong(`${at}: aliasOf of "${name}"`, 'an input of the layer', aliasOf);
    if (layer.kind !== 'plugin') continue;
    const size = output.shape.flatMap(sizeTensorIndexes).find((j) => j >= layer.outputs.length);
    if (size !== undefined) wrong(`${at}: the shape of "${name}"`, 'size tensors it makes', size);
  }
  if (layer.kind !== 'reformat') return;
  const [from, to] = [layer.inputs[0], layer.outputs[0]].map((use) =>
    tensors.get(use?.tensor ?? ''),
  );
  if (String(from?.dims) !== String(to?.dims))
    wrong(at, `the same extents on both sides: [${from?.dims}]`, `[${to?.dims}]`);
}
