/** A trace's events to panels below each other, like text into lines. */
import type { Lifelines } from './lifelines';
import { PanelBuilder, type Item, type LayoutText, type Panel } from './swim-lane-panel';

/** Events with the phases they are drawn under: an idle phase joins the next one, at the end the one before. */
function itemsOf(story: Lifelines): Item[] {
  const busy = new Set(story.events.map((event) => event.phase));
  const groups: number[][] = [];
  story.phases.forEach((_, phase) => {
    const last = groups[groups.length - 1];
    const lastIdle = last !== undefined && last.length === 1 && !busy.has(last[0] ?? -1);
    const trailing = !busy.has(phase) && phase === story.phases.length - 1;
    if (last !== undefined && (lastIdle || (trailing && last.length === 1))) last.push(phase);
    else groups.push([phase]);
  });
  const items: Item[] = [];
  let index = 0;
  for (const phases of groups) {
    const start = index;
    for (; phases.includes(story.events[index]?.phase ?? -1); index++)
      items.push({ phases, event: story.events[index] ?? null, index });
    if (index === start) items.push({ phases, event: null, index });
  }
  return items;
}

/** How many plugin objects live across the border before event `index`. */
function livesAcross(story: Lifelines, event: number): number {
  return story.lives.filter(
    ({ holder, birth, death }) =>
      holder !== 'creator' && birth < event && (death === -1 || death >= event),
  ).length;
}

/**
 * Breaks the trace into panels no wider than `maxWidth` where that can be done: best where no object lives on, else between
 * phases, else between events.
 */
export function layoutPanels(story: Lifelines, text: LayoutText, maxWidth: number): Panel[] {
  const items = itemsOf(story);
  const builders: PanelBuilder[] = [];
  for (let from = 0; from < items.length; ) {
    const continued = from > 0 && items[from - 1]?.phases === items[from]?.phases;
    const start = (): PanelBuilder =>
      new PanelBuilder(story, text, items[from]?.index ?? 0, continued);
    let fits = from;
    const probe = start();
    for (const item of items.slice(from)) {
      probe.add(item);
      if (fits > from && probe.width > maxWidth) break;
      fits++;
    }
    let end = fits;
    if (fits < items.length) {
      let between = -1;
      let empty = -1;
      for (let border = from + 1; border <= fits; border++) {
        if (items[border - 1]?.phases === items[border]?.phases) continue;
        between = border;
        if (livesAcross(story, items[border]?.index ?? 0) === 0) empty = border;
      }
      end = empty !== -1 ? empty : between !== -1 ? between : fits;
    }
    const builder = start();
    for (const item of items.slice(from, end)) builder.add(item);
    builders.push(builder);
    from = end;
  }
  const width = Math.max(0, ...builders.map((builder) => builder.width));
  return builders.map((builder) => builder.finish(width));
}
