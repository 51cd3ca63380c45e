import { runInChild } from '../../src/lab/child';
import { dyingLibrary, runDying, WAYS } from './dying-plugin';
void (async () => {
  const how = process.env['HOW'] ?? 'plain';
  const library = await dyingLibrary(how, how === 'sanitized' ? { sanitize: 'address,undefined' } : { check: how === 'checked' });
  for (const name of process.argv.slice(2) as (keyof typeof WAYS)[]) {
    const started = performance.now();
    const r = await runInChild(runDying, { library, way: WAYS[name] }, { timeMs: 4000, sanitize: how === 'sanitized', checks: ['memcheck', 'racecheck'] });
    console.log(
      `== ${name}: ${r.outcome} ${r.signal} ${Math.round(performance.now() - started)} ms | ${r.crash?.what} | ${r.error?.message}`,
    );
    for (const f of r.backtrace ?? []) {
      console.log(
        '   ',
        f.kind,
        f.function,
        f.file?.split('/').pop(),
        f.line,
        f.inlined ? 'inlined' : '',
        f.repeats ?? '',
        f.library,
      );
      if (f.source && f === r.backtrace?.find((e) => e.source))
        console.log(
          f.source.map((s) => `      ${s.guilty ? '>' : ' '}${s.line} ${s.text}`).join('\n'),
        );
      if (f.arguments) console.log('      args', f.arguments, 'locals', f.locals);
    }
    if (r.notes.length > 0) console.log(r.notes);
    console.log(r.stderr.slice(-300), JSON.stringify(r.findings.map((f)=>[f.tool,f.kind,f.message,f.frames[0]])));
  }
})();
