const MOST = 120;

/** A name from a file, for a message: shortened, without characters that a terminal would obey. */
export function quoted(name: string): string {
  const shown = name.length > MOST ? `${name.slice(0, MOST)}…` : name;
  return JSON.stringify(shown);
}
