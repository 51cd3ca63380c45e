import type { HostDescription, InferenceContext, InferenceEngine } from './inference-host';
import { inputNames } from './input-shapes';
import { info, type LogLine } from './log-line';
import { printShape } from './shapes-text';

/** What the engine runs on. */
export function hostLines({ name, device, versions }: HostDescription): LogLine[] {
  const known = Object.entries(versions).map(([component, version]) => `${component} ${version}`);
  return info(
    '=== Device Information ===',
    `Host: ${name}`,
    `Selected Device: ${device}`,
    `Versions: ${known.join(', ')}`,
  );
}

/** `--exportLayerInfo`. @param context Whose shapes are shown; null where the engine is not run */
export function engineInformation(
  engine: InferenceEngine,
  context: InferenceContext | null,
  format: 'kONELINE' | 'kJSON',
): string {
  const inspector = engine.createEngineInspector();
  inspector.setExecutionContext(context);
  return inspector.getEngineInformation(format);
}

/** `--dumpLayerInfo`. */
export function engineInformationLines(
  engine: InferenceEngine,
  context: InferenceContext | null,
): LogLine[] {
  const text = engineInformation(engine, context, 'kONELINE').trimEnd();
  return info('Layer Information:', ...text.split('\n'));
}

/** `--dumpOptimizationProfile`. */
export function optimizationProfileLines(engine: InferenceEngine): LogLine[] {
  const lines: string[] = [];
  for (let profile = 0; profile < engine.getNbOptimizationProfiles(); profile += 1) {
    for (const name of inputNames(engine)) {
      const end = (select: 'kMIN' | 'kOPT' | 'kMAX') =>
        printShape(
          engine.isShapeInferenceIO(name)
            ? engine.getProfileTensorValues(name, profile, select)
            : engine.getProfileShape(name, profile, select),
        );
      lines.push(
        `Model input ${name} (profile ${profile}): min=${end('kMIN')}, opt=${end('kOPT')}, max=${end('kMAX')}`,
      );
    }
  }
  return info('Optimization Profile Information:', ...lines);
}
