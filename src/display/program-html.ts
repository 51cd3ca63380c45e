import type { Language } from './figure';
import { programParts, type ProgramContent, type ProgramPart } from './program-text';
import { escapeXml } from './svg';

/** Colours that can be read on white and on black. */
const STYLES: Record<ProgramPart['kind'], string> = {
  stdout: '',
  stderr: 'color:#b26a00',
  warning: 'color:#b26a00',
  failed: 'color:#d9434e;font-weight:bold',
  source: 'opacity:.75',
  guilty: 'color:#d9434e;font-weight:bold',
  note: 'opacity:.75',
};

/** The text of a program as HTML: one block, each part in its colour. */
export function programHtml(content: ProgramContent, language: Language): string {
  const parts = programParts(content, language).map(({ kind, lines }) => {
    const text = escapeXml(lines.join('\n'));
    const style = STYLES[kind];
    return style === '' ? text : `<span style="${style}">${text}</span>`;
  });
  return `<pre style="white-space:pre-wrap;margin:0;padding:0 5px;font-size:13px;line-height:1.31">${parts.join('\n')}</pre>`;
}
