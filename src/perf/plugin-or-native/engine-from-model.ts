import { createParser } from '../../onnx/parser';
import { createBuilder } from '../../runtime/builder';
import { OptimizationProfile } from '../../runtime/build/optimization-profile';
import type { BuilderConfig } from '../../runtime/build/builder-config';
import type { NetworkDefinition } from '../../runtime/network/network';
import { queryTensor, type PictureQuery } from './picture-query';
import type { Variant } from './variants';

/**
 * Parses a variant's model and builds the engine for the extents of one query.
 * @returns the engine file
 * @throws {OnnxParserError} and what the build throws
 */
export async function buildVariant(
  { model, pluginChoice }: Variant,
  query: PictureQuery,
): Promise<Uint8Array> {
  const builder = createBuilder();
  const network = builder.createNetwork();
  try {
    createParser(network).parseFromFile(model);
    const config = builder.createBuilderConfig();
    if (pluginChoice) {
      config.setFlag('kFP16');
      for (const { kind, name } of network.layers)
        if (kind === 'plugin') config.choices[name] = pluginChoice;
    }
    addProfile(network, config, query);
    return await builder.buildSerializedNetwork(network, config);
  } finally {
    network.destroy();
    builder.destroy();
  }
}

function addProfile(network: NetworkDefinition, config: BuilderConfig, query: PictureQuery): void {
  const profile = new OptimizationProfile();
  for (const input of network.inputs) {
    const { dims, data } = queryTensor(query, input.name);
    for (const select of ['kMIN', 'kOPT', 'kMAX'] as const) {
      if (network.isShapeTensor(input))
        profile.setShapeValues(
          input.name,
          select,
          Array.from<number | bigint, number>(data, Number),
        );
      else profile.setDimensions(input.name, select, dims);
    }
  }
  config.addOptimizationProfile(profile);
}
