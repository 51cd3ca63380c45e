import { ApiUsageError, PluginError } from '../../errors';
import type { BuilderConfig } from './builder-config';
import type { PluginLayer } from '../network/layer';
import type { LayerPlugin } from '../plugin/layer-plugin';

/**
 * Asks a layer's plugin which inputs its outputs share memory with.
 *
 * @returns an input's index by output, or -1
 * @throws {PluginError} `ALIAS_INVALID` for an index that the layer has not; {ApiUsageError} `ALIAS_NOT_ENABLED` without the preview
 *   feature; both in the words of TensorRT 10.6
 * @see NvInferRuntime.h 10.16, `IPluginV3OneBuildV2::getAliasedInput`; recordings/alias-flag.jsonl, alias-noflag.jsonl
 */
export function aliasesOf(
  layer: PluginLayer,
  cloneOf: ReadonlyMap<PluginLayer, LayerPlugin>,
  config: BuilderConfig,
): number[] {
  const plugin = cloneOf.get(layer) ?? layer.plugin;
  const asked = plugin.aliasedInputs(layer.outputs.length);
  const nbInputs = layer.inputs.length;
  const wrong = asked.findIndex((input) => input < -1 || input >= nbInputs);
  const details = { layer: layer.name, plugin: plugin.label, method: 'getAliasedInput' };
  if (wrong >= 0) {
    throw new PluginError(
      'ALIAS_INVALID',
      `Cannot build the engine: IPluginV3Layer ${layer.name}: Assertion aliasedInputIdx >= -1 && aliasedInputIdx < nbInputs failed. Aliased input index for output at index ${wrong} is invalid: ${asked[wrong]}`,
      { ...details, expected: `-1 to ${nbInputs - 1}`, actual: asked[wrong] },
    );
  }
  const used = asked.some((input) => input >= 0);
  if (used && !config.getPreviewFeature('kALIASED_PLUGIN_IO_10_03')) {
    throw new ApiUsageError(
      'ALIAS_NOT_ENABLED',
      `Cannot build the engine: Aliased I/O used by plugin ${layer.name} but PreviewFeature::kALIASED_PLUGIN_IO_10_03 not enabled.`,
      { ...details, expected: "config.setPreviewFeature('kALIASED_PLUGIN_IO_10_03', true)" },
    );
  }
  return asked;
}
