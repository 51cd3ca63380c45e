import { native } from '../../native-loader';
import type { NativeEvent } from '../../native';
import type { Stream } from './device';

/** A CUDA event (`cudaEvent_t`): a point on a stream, to wait for and to measure from. */
export class Event {
  /** @internal */
  readonly native: NativeEvent = new (native().Event)();

  /** Marks the point that the stream's work has reached so far. */
  record(stream: Stream): void {
    this.native.record(stream.native);
  }

  /** Waits until the point is reached. */
  synchronize(): void {
    this.native.synchronize();
  }

  /** Milliseconds from `start` to this event (cudaEventElapsedTime); both must have been recorded. */
  elapsedMs(start: Event): number {
    return this.native.elapsedMs(start.native);
  }

  destroy(): void {
    this.native.destroy();
  }
}
