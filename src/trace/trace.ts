import { native } from '../native-loader';
import { callText } from '../display/call-text';
import { inspectableList } from '../runtime/inspect';
import { decodeTrace } from './decode';
import { resetPhases } from './phase';
import type { TraceRecord } from './record';
import { undestroyedPlugins, type UndestroyedPlugin } from './undestroyed';

/** The call trace of this process: every call on a creator or plugin, and every step of the host. */
export const trace = {
  /** All records so far, in the order the calls started. */
  records(): TraceRecord[] {
    return inspectableList(
      decodeTrace(native().trace.read(0)),
      'Trace',
      (record) => `${record.seq} ${record.phase} ${record.object} ${callText(record)}`,
    );
  },

  /** The plugin objects that were made since the last reset and that nobody has destroyed. */
  undestroyed(): UndestroyedPlugin[] {
    return undestroyedPlugins(this.records());
  },

  /**
   * Forgets everything recorded and numbers new objects from 1.
   * @param path A file to keep the events in; it survives a crash of the process.
   */
  reset(path?: string): void {
    resetPhases();
    if (path === undefined) native().trace.reset();
    else native().trace.reset(path);
  },

  /** Stops or resumes recording, for measurements. */
  setEnabled(enabled: boolean): void {
    native().trace.setEnabled(enabled);
  },

  /** The records as JSON Lines. */
  toJSONLines(): string {
    return this.records()
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
  },
};
