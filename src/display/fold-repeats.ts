/** A thousand inferences that all ask the same are one phase with a count. */
import { stepOf, type Burst, type LifeEvent, type Lifelines, type Phase } from './lifelines';

/** Whether two bursts asked the same object the same methods. */
function sameBurst(a: LifeEvent, b: LifeEvent): boolean {
  if (a.kind !== 'burst' || b.kind !== 'burst' || a.object !== b.object) return false;
  const signature = (burst: Burst): string =>
    burst.calls.map((call) => [call.method, call.failed, call.unfinished].join(' ')).join();
  return signature(a) === signature(b);
}

/** `enqueue#2`, `enqueue#3` with the same calls become `enqueue#2–#3`, their calls counted together. */
export function foldRepeats(story: Lifelines): Lifelines {
  const of = story.phases.map((): LifeEvent[] => []);
  for (const event of story.events) of[event.phase]?.push(event);
  const events: LifeEvent[] = [];
  const phases: Phase[] = [];
  /** Old index of an event -> new index; births and deaths are never folded. */
  const moved = new Map<LifeEvent, number>();
  let previous: LifeEvent[] = [];
  story.phases.forEach((phase, index) => {
    const mine = of[index] ?? [];
    const last = phases[phases.length - 1];
    const number = /#\d+$/.exec(phase.name)?.[0];
    const repeats =
      last !== undefined &&
      number !== undefined &&
      stepOf(phase.name) === stepOf(last.name) &&
      phase.failed === last.failed &&
      mine.length > 0 &&
      mine.length === previous.length &&
      mine.every((event, position) => sameBurst(event, previous[position] ?? event));
    if (repeats) {
      const first = last.name.replace(/–#\d+$/, '');
      last.name = `${first.includes('#') ? first : `${first}#1`}–${number}`;
      last.host.push(...phase.host);
      mine.forEach((event, position) => {
        const target = previous[position];
        if (event.kind !== 'burst' || target?.kind !== 'burst') return;
        event.calls.forEach((call, at) => target.calls[at]?.records.push(...call.records));
      });
      return;
    }
    phases.push(phase);
    previous = mine;
    for (const event of mine) {
      moved.set(event, events.length);
      events.push({ ...event, phase: phases.length - 1 });
    }
  });
  const move = (at: number): number => {
    const event = story.events[at];
    return event === undefined ? -1 : (moved.get(event) ?? -1);
  };
  const lives = story.lives.map((life) => ({
    ...life,
    birth: move(life.birth),
    death: move(life.death),
  }));
  return { phases, lives, events, muted: story.muted };
}
