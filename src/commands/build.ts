import { NVCC_OPTION } from '../build/commands';
import { pluginFlags } from '../build/flags';
import { buildPluginLibrary, type PluginLibraryRequest } from '../build/plugin-library';
import { BuildError } from '../build/run-command';
import { misused } from './usage';

/** `workbook build`: a plugin library from its sources. @returns the exit code */
export async function buildCommand(args: readonly string[]): Promise<number> {
  if (args.includes('--print-flags')) {
    const tool = args.includes('--nvcc') ? 'nvcc' : 'emulator';
    process.stdout.write(`${JSON.stringify(pluginFlags(tool), null, 2)}\n`);
    return 0;
  }
  const { request, wrong } = buildRequest(args);
  if (!request) return misused(wrong);
  try {
    const built = await buildPluginLibrary(request);
    process.stderr.write(built.warnings);
    const what = built.linked ? `built, ${built.compiled.length} compiled` : 'up to date';
    const seconds = (built.durationMs / 1000).toFixed(2);
    process.stdout.write(`${built.output}: ${what} with ${built.tool} in ${seconds} s\n`);
    return 0;
  } catch (error) {
    if (error instanceof BuildError) process.stderr.write(`${error.diagnostics.trimEnd()}\n\n`);
    throw error;
  }
}

/** Reads the arguments of `workbook build`. */
function buildRequest(
  args: readonly string[],
): { request: PluginLibraryRequest; wrong?: never } | { request?: never; wrong: string } {
  const request: PluginLibraryRequest = { sources: [], output: '', options: [] };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-o') request.output = rest.shift() ?? '';
    else if (word === '--nvcc' || word === '--emulator')
      request.tool = word === '--nvcc' ? 'nvcc' : 'emulator';
    else if (word === '--check') request.check = true;
    else if (word === '--sanitize') request.sanitize = rest.shift() ?? '';
    else if (['-I', '-D', '-L', '-l'].includes(word))
      request.options?.push(word + (rest.shift() ?? ''));
    else if (/^-(I|D|O|W|L|l|f|g|std=|m)/.test(word) || NVCC_OPTION.test(word))
      request.options?.push(word);
    else if (word.startsWith('-')) return { wrong: `Unknown option of build: ${word}` };
    else request.sources.push(word);
  }
  if (request.sources.length === 0) return { wrong: 'build needs a source' };
  if (request.output === '') return { wrong: 'build needs an output: -o LIBRARY.so' };
  return { request };
}
