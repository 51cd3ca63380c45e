/** The code of an error of this package; empty where it has none. */
export const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
};
export const hasCode = (error: unknown, code: string): boolean => codeOf(error) === code;
