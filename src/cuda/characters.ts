/** Character codes that the tokenizer looks for. */
export const NEWLINE = 10;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const APOSTROPHE = 39;
export const PLUS = 43;
export const MINUS = 45;
export const DOT = 46;
export const BACKSLASH = 92;

/** Whether a character can be in an identifier or number. */
export function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || // a-z
    (code >= 65 && code <= 90) || // A-Z
    isDigit(code) ||
    code === 95 || // _
    code === 36 || // $
    code > 127
  );
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
