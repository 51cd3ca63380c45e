/** One good object of every class, to call methods on. */
import { binding, creatorOf, desc, newV2, newV3, present, probeLibrary } from './binding';

binding.setLogger(null);
binding.pluginRegistry.loadLibrary(probeLibrary);
export const expr = new binding.ExprBuilder();
export const other = new binding.ExprBuilder();
export const buffer = new binding.DeviceBuffer(16);
export const otherBuffer = new binding.DeviceBuffer(16);
export const stream = new binding.Stream();
export const event = new binding.Event();
export const reformat = new binding.Reformat(desc, desc);
export const program = new binding.Program();
export const invocation = new binding.Invocation([desc], [desc]);
export const v2 = newV2('Probe');
export const v3 = newV3('Probe');
export const core = present(v3.getCapabilityInterface('kCORE'));
export const build = present(v3.getCapabilityInterface('kBUILD'));
export const runtime = present(v3.getCapabilityInterface('kRUNTIME'));
export const creatorV1 = creatorOf('Probe', '1');
export const creatorV3 = creatorOf('Probe', '2');
