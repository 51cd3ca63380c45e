/** C++ that means no good while it is compiled. */
import { join } from 'node:path';
import { projectRoot } from '../../src/native-loader';
import { hostileSuite, KERNEL, solution, type Deed } from './class-room';

const NOT_COMPILED = /It does not compile/;
const TOO_MUCH =
  /compiler (took too much memory|did not end within the time limit)|more (memory|time) than/;
const before = (text: string, says: RegExp): Deed => ({
  text: `${text}\n${solution(KERNEL)}`,
  points: 0,
  says,
});

void hostileSuite(KERNEL, {
  'what would read files by the compiler': ((): Record<string, Deed> => {
    const solutions = join(projectRoot, 'solutions', KERNEL, 'scale.cu');
    const include = (path: string): Deed => ({
      text: `#include "${path}"\n`,
      points: 0,
      says: NOT_COMPILED,
    });
    return {
      solution: include(solutions),
      solutionFromHere: include(`../../..${solutions}`),
      solutionOfParent: include(`/proc/1/root${solutions}`),
      solutionAsLink: include(`/proc/self/cwd/../..${solutions}`),
      pluginSource: include(join(projectRoot, 'native/plugins/tilePlugin/tileKernel.cu')),
      passwords: before('#include </etc/passwd>', NOT_COMPILED),
      bytes: before(
        `__asm__(".section .rodata\\n.incbin \\"${solutions}\\"\\n.text\\n");`,
        NOT_COMPILED,
      ),
      assembly: before('__asm__(".include \\"/etc/passwd\\"\\n");', NOT_COMPILED),
      standardInput: before('#include "/dev/stdin"\n#error nothing came', /nothing came|compile/),
      itself: before('#include "scale.cu"', NOT_COMPILED),
      systemHeader: before('#pragma GCC system_header\n#include "/etc/shadow"', NOT_COMPILED),
    };
  })(),

  'what would keep the compiler busy': ((): Record<string, Deed> => {
    const macros = Array.from({ length: 40 }, (_, at) => `#define M${at + 1} M${at} M${at}`).join(
      '\n',
    );
    return {
      zeros: before('#include "/dev/zero"', /compile/),
      randomBytes: before('#include "/dev/urandom"', /compil/),
      templates: before(
        `template <int N, int M> struct T { static constexpr long value = T<N - 1, 2 * M>::value + T<N - 1, 2 * M + 1>::value; };
template <int M> struct T<0, M> { static constexpr long value = 1; };
long deep = T<26, 0>::value;`,
        TOO_MUCH,
      ),
      constants: before(
        `#pragma GCC optimize("O0")
constexpr long turn(long n) { long sum = 0; for (long i = 0; i < n; ++i) sum += i % 7; return sum; }
template <long N> struct Turns { static constexpr long value = turn(250000 + N) + Turns<N - 1>::value; };
template <> struct Turns<0> { static constexpr long value = 0; };
constexpr long all = Turns<800>::value;`,
        TOO_MUCH,
      ),
      macros: before(`#define M0 int x;\n${macros}\nM40`, TOO_MUCH),
      bigArray: before('char big[1ll << 30] = {1};', /compile|too much|more|file|disk|crash/),
    };
  })(),
});
