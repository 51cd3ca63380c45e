/**
 * Makes tslab's converter keep source maps, which it has no option for, so that a traceback can name the learner's own lines.
 * Must be imported before tslab: it puts a copy of the TypeScript compiler, with two functions wrapped, where tslab finds it.
 */
import { SourceMap } from 'node:module';
import typescript from '@tslab/typescript-for-tslab';

/** A cell is converted in two steps, TypeScript to JavaScript and ES module to CommonJS, with a map each. */
interface MapTexts {
  first: string;
  second: string;
}

/** Zero-based, as in source maps. */
export interface MapPosition {
  line: number;
  column: number;
}

const mapComment =
  /\n?\/\/# sourceMappingURL=(?:data:application\/json;(?:charset=utf-8;)?base64,)?(\S*)\s*$/;
let latest: (MapTexts & { output: string }) | undefined;

const createWatchCompilerHost = (...args: unknown[]): unknown => {
  const [roots, options, ...rest] = args;
  const original = typescript.createWatchCompilerHost as (...all: unknown[]) => unknown;
  return original(roots, { ...(options as object), inlineSourceMap: true }, ...rest);
};

const transpileModule: typeof typescript.transpileModule = (input, options) => {
  const first = Buffer.from(mapComment.exec(input)?.[1] ?? '', 'base64').toString();
  const compilerOptions = { ...options.compilerOptions, sourceMap: true };
  const result = typescript.transpileModule(input.replace(mapComment, ''), {
    ...options,
    compilerOptions,
  });
  const output = result.outputText.replace(mapComment, '');
  latest = { output, first, second: result.sourceMapText ?? '' };
  return { ...result, outputText: output };
};

const place = require.cache[require.resolve('@tslab/typescript-for-tslab')];
if (place) {
  place.exports = Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(typescript),
      createWatchCompilerHost: { value: createWatchCompilerHost, enumerable: true },
      transpileModule: { value: transpileModule, enumerable: true },
    },
  );
}

/**
 * The way back from the output that was converted last.
 *
 * @param output What the converter returned.
 * @returns A function from positions in `output` to positions in what was given to the converter; undefined where the
 * converter kept no map.
 */
export function mapsOf(
  output: string,
): ((position: MapPosition) => MapPosition | undefined) | undefined {
  if (latest?.output !== output || latest.first === '' || latest.second === '') return undefined;
  const { first, second } = latest;
  let maps: [SourceMap, SourceMap] | undefined;
  return (position) => {
    maps ??= [readMap(second), readMap(first)];
    const between = step(maps[0], position);
    return between && step(maps[1], between);
  };
}

const readMap = (text: string): SourceMap =>
  new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0]);

function step(map: SourceMap, { line, column }: MapPosition): MapPosition | undefined {
  const entry = map.findEntry(line, column);
  return 'originalLine' in entry
    ? { line: entry.originalLine, column: entry.originalColumn }
    : undefined;
}
