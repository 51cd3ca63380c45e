/** The macro registers creators while a library is opened; `getCreators` is asked by loadLibrary. */
export function registersItself(text: string): boolean {
  return /^\s*REGISTER_TENSORRT_PLUGIN\b/m.test(text);
}
