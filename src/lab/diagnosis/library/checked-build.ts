import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPluginLibrary } from '../../../build/plugin-library';
import type { ProbeOptions } from './child-run';
import type { PluginProbes } from './plugin-probes';
import type { ProbePlan } from './probe-plan';

/** Again with every access of device code checked, and of host code. */
export async function examineChecked(probes: PluginProbes, plan: ProbePlan): Promise<void> {
  const sources = probes.request.sources ?? [];
  if (sources.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'workbook-diagnose-'));
  try {
    for (const kind of ['check', 'address'] as const) {
      probes.request.progress?.(
        kind === 'check' ? 'building with memcheck' : 'building with AddressSanitizer',
      );
      mkdirSync(join(folder, kind));
      const library = join(folder, kind, 'libchecked.so');
      await buildPluginLibrary({
        sources: [...sources],
        output: library,
        options: ['-g', '-O1'],
        ...(kind === 'check' ? { check: true } : { sanitize: 'address' }),
      });
      const again = { ...plan, library };
      const options: ProbeOptions =
        kind === 'check'
          ? { ...probes.options, checks: ['memcheck', 'racecheck'] }
          : { ...probes.options, sanitize: true };
      const { run } = await probes.run(
        'complete',
        again,
        `again with ${kind === 'check' ? 'memcheck and racecheck' : 'AddressSanitizer'}`,
        options,
      );
      probes.log.add(run);
      if (probes.log.isDone()) return;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
