import type { Tokens } from './tokens';

/** What a pair of braces holds. */
export type Scope = 'namespace' | 'class' | 'function';

/** Keeps track of braces, to tell a declaration in a function from one in a namespace or class. */
export class Scopes {
  private readonly open: Scope[] = [];
  private headStart = 0;

  constructor(private readonly tokens: Tokens) {}

  /** Where the tokens seen last are. */
  get current(): Scope {
    return this.open[this.open.length - 1] ?? 'namespace';
  }

  /** To be called with every `{`, `}` and `;` in turn. */
  see(index: number): void {
    if (this.tokens.is(index, '{'))
      this.open.push(this.current === 'function' ? 'function' : this.opened(index));
    else if (this.tokens.is(index, '}')) this.open.pop();
    this.headStart = index + 1;
  }

  /** What the words before a brace say it opens. */
  private opened(brace: number): Scope {
    const { tokens } = this;
    if (tokens.is(brace - 1, ')')) return 'function';
    for (let i = this.headStart; i < brace; i++) {
      switch (tokens.text(i)) {
        case 'namespace':
          return 'namespace';
        case 'class':
        case 'struct':
        case 'union':
        case 'enum':
          return 'class';
        case 'extern':
          if (tokens.text(i + 1).startsWith('"') && i + 2 === brace) return 'namespace';
          break;
        case 'template':
          if (tokens.is(i + 1, '<')) i = Math.max(i, tokens.closingAngle(i + 1));
          break;
        case '(':
        case '=':
          return 'function';
      }
    }
    return 'function';
  }
}
