import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  getPluginRegistry,
  pluginLibrary,
  runModel,
  writeModel,
  type ModelNode,
} from 'tensorrt-plugin-workbook';

/** 1. The node for the plugin LookupTable, version "2": found = table[x]. Its field "table" is FLOATs. */
function tableNode(table: readonly number[]): ModelNode {
  return {
    name: 'table',
    domain: 'Test',
    opType: 'LookupTable',
    inputs: ['x'],
    outputs: ['found'],
    attributes: { table: { floats: table }, plugin_version: '2' },
  };
}

/** 2. The node for the plugin AddScalar, version "2": y = found + scalar. Its field "scalar" is one FLOAT. */
function scalarNode(scalar: number): ModelNode {
  return {
    name: 'scalar',
    domain: 'Test',
    opType: 'AddScalar',
    inputs: ['found'],
    outputs: ['y'],
    // A number alone would be an INT, and the creator wants a FLOAT.
    attributes: { scalar: { float: scalar }, plugin_version: '2' },
  };
}

/** Writes a model of these nodes, from "x" to `output`, has the parser read it, and runs it. */
async function run(nodes: ModelNode[], output: string, indices: Int32Array): Promise<Float32Array> {
  const registry = getPluginRegistry();
  if (registry.getAllCreators().length === 0) registry.loadLibrary(pluginLibrary);
  const model = writeModel({
    nodes,
    inputs: [{ name: 'x', type: 'int32', dims: ['count'] }],
    outputs: [{ name: output, type: 'float', dims: ['count'] }],
  });
  const folder = mkdtempSync(join(tmpdir(), 'make-the-node-'));
  try {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, model);
    const outputs = await runModel(path, { x: { dims: [indices.length], values: indices } });
    return outputs[output].toFloat32Array();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** table[indices[i]] for each of them, by one node. */
export function lookUp(table: number[], indices: Int32Array): Promise<Float32Array> {
  return run([tableNode(table)], 'found', indices);
}

/** table[indices[i]] + scalar, by two nodes. */
export function lookUpAndAdd(
  table: number[],
  scalar: number,
  indices: Int32Array,
): Promise<Float32Array> {
  return run([tableNode(table), scalarNode(scalar)], 'y', indices);
}
