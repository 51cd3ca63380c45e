/**
 * Writes a crash of this process down for the lab that started it (native/crash/reporter). Node resets all signal handlers when it
 * starts, so the library that the lab preloads is asked once more.
 */
export function reportCrashes(): void {
  const [library] = (process.env['LD_PRELOAD'] ?? '')
    .split(/[ :]/)
    .filter((path) => path.endsWith('/libworkbook_crash.so'));
  if (library === undefined || !process.env['WORKBOOK_CRASH_FILE']) return;
  process.dlopen({ exports: {} }, library);
}
