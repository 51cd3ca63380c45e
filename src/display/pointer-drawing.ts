/** The pointers of enqueue as SVG: host memory at the left, device memory at the right. */
import type { Block, PointerMap, Slot } from './pointer-blocks';
import { element, escapeXml, svgDocument, text, textWidth } from './svg';
import { HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';
import type { PointerWords } from './pointer-words';

const HOST_COLOUR = HOLDER_COLOURS.caller;
const DEVICE_COLOUR = HOLDER_COLOURS.engine;
const ARGUMENT_COLOUR = HOLDER_COLOURS.creator;
const MONO = "ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono',monospace";
const TOP = 66;
const SLOT = 40;
const GROUP_GAP = 34;
const BLOCK = 74;
const CELL = { height: 22, least: 40 };
/** Between the columns: room for the arrows. */
const ROOM = 64;
const PAD = 14;
export const DECLARED = {
  inputs: 'void const* const* inputs',
  outputs: 'void* const* outputs',
} as const;
const ENTRY = { inputs: 'void const*', outputs: 'void*' } as const;

/** Where everything stands. */
interface Places {
  argument: { x: number; width: number };
  array: { x: number; width: number };
  block: { x: number; width: number };
  slotTop: (slot: Slot) => number;
  blockTop: (block: number) => number;
  bottom: number;
}

function monoWidth(content: string, size: number): number {
  return content.length * size * 0.61;
}

export function blockTitle({ tensors }: Block, words: PointerWords): string {
  const names = tensors.map(({ name }) => name).join(', ');
  const [first] = tensors;
  const dims = first === undefined ? '' : `${first.type} [${first.dims.join(', ')}]`;
  return `${names}: ${dims}${tensors.length > 1 ? words.shared : ''}`;
}

function cellWidths({ first }: Block): number[] {
  return first.map((value) => Math.max(CELL.least, monoWidth(value, 12) + 12));
}

function blockWidth(block: Block, words: PointerWords): number {
  const cells = cellWidths(block).reduce((sum, width) => sum + width, 0);
  const more = block.more > 0 ? textWidth(words.more(block.more), 11) + 12 : 0;
  const bytes = textWidth(words.bytes(block.bytes), 11) + 16;
  return Math.max(textWidth(blockTitle(block, words), 12, true) + bytes, cells + more) + 8;
}

function placesOf(map: PointerMap, words: PointerWords, addresses: boolean): Places {
  const count = (argument: Slot['argument']): number =>
    map.slots.filter((slot) => slot.argument === argument).length;
  const argumentWidth = Math.max(
    ...Object.values(DECLARED).map((line) => monoWidth(line, 11.5) + 20),
  );
  const arrayWidth = Math.max(
    monoWidth('outputs[00]', 12) + 60,
    addresses ? monoWidth('0x0000000000000', 11) + 20 : 0,
    textWidth(words.array, 11) + 4,
  );
  const argument = { x: PAD, width: argumentWidth };
  const array = { x: argument.x + argumentWidth + ROOM, width: arrayWidth };
  const block = {
    x: array.x + arrayWidth + PAD + ROOM,
    width: Math.max(180, ...map.blocks.map((one) => blockWidth(one, words))),
  };
  const outputsTop = TOP + Math.max(1, count('inputs')) * SLOT + GROUP_GAP;
  const slotsBottom = outputsTop + Math.max(1, count('outputs')) * SLOT;
  const bottom = Math.max(slotsBottom, TOP + map.blocks.length * BLOCK - 8) + PAD;
  return {
    argument,
    array,
    block,
    slotTop: ({ argument: of, index }) => (of === 'inputs' ? TOP : outputsTop) + index * SLOT,
    blockTop: (index) => TOP + index * BLOCK,
    bottom,
  };
}

function drawRegion(
  x: number,
  width: number,
  bottom: number,
  label: string,
  colour: string,
): string {
  return (
    element('rect', {
      x,
      y: 24,
      width,
      height: bottom - 24,
      rx: 8,
      fill: 'none',
      stroke: colour,
      'stroke-width': 1.4,
      'stroke-dasharray': '6 3',
    }) +
    text(label, {
      x: x + 10,
      y: 41,
      'font-size': 12.5,
      'font-weight': 'bold',
      fill: colour,
    })
  );
}

function drawArrow(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const middle = (from.x + to.x) / 2;
  const d = `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x - 6} ${to.y}`;
  return (
    element('circle', { cx: from.x, cy: from.y, r: 3, fill: NEUTRAL }) +
    element('path', { d, fill: 'none', stroke: NEUTRAL, 'stroke-width': 1.4 }) +
    element('path', { d: `M${to.x - 7} ${to.y - 4}v8l7 -4z`, fill: NEUTRAL })
  );
}

function drawArgument(argument: Slot['argument'], places: Places): string {
  const { x, width } = places.argument;
  const top = places.slotTop({ argument, index: 0, block: 0 });
  const { fill, line, ink } = ARGUMENT_COLOUR;
  const box = { x, y: top, width, height: SLOT - 8, rx: 4, fill, stroke: line };
  const label = { x: x + 8, y: top + 20.5, 'font-size': 11.5, 'font-family': MONO, fill: ink };
  return (
    element('rect', box) +
    text(DECLARED[argument], label) +
    drawArrow(
      { x: x + width - 5, y: top + (SLOT - 8) / 2 },
      { x: places.array.x, y: top + (SLOT - 8) / 2 },
    )
  );
}

function drawSlot(slot: Slot, block: Block, places: Places, addresses: boolean): string {
  const { x, width } = places.array;
  const top = places.slotTop(slot);
  const { fill, line, ink } = HOST_COLOUR;
  const tooltip = `${ENTRY[slot.argument]} ${slot.argument}[${slot.index}]`;
  const name = { x: x + 8, 'font-family': MONO, fill: ink };
  return element(
    'g',
    {},
    element('title', {}, escapeXml(tooltip)),
    element('rect', { x, y: top, width, height: SLOT, fill, stroke: line }),
    text(`${slot.argument}[${slot.index}]`, { ...name, y: top + 17, 'font-size': 12 }),
    text(addresses ? block.address : `+${slot.index * 8}`, {
      ...name,
      y: top + 32,
      'font-size': 11,
    }),
  );
}

function drawBlock(
  block: Block,
  index: number,
  places: Places,
  words: PointerWords,
  addresses: boolean,
): string {
  const { x, width } = places.block;
  const top = places.blockTop(index);
  const { fill, line, ink } = DEVICE_COLOUR;
  const title = text(blockTitle(block, words), {
    x: x + 1,
    y: top + 11,
    'font-size': 12,
    'font-weight': 'bold',
    fill: DEVICE_COLOUR.line,
  });
  const bytes = `${words.bytes(block.bytes)}${addresses ? ` @ ${block.address}` : ''}`;
  const size = text(bytes, {
    x: x + 1,
    y: top + 61,
    'font-size': 10.5,
    fill: NEUTRAL,
  });
  if (block.bytes === 0)
    return title + text(words.noBytes, { x: x + 1, y: top + 32, 'font-size': 11, fill: NEUTRAL });
  let left = x;
  const cells = cellWidths(block).map((cell, at) => {
    const parts =
      element('rect', {
        x: left,
        y: top + 16,
        width: cell,
        height: CELL.height,
        fill,
        stroke: line,
      }) +
      text(block.first[at] ?? '', {
        x: left + cell / 2,
        y: top + 31.5,
        'font-size': 12,
        'font-family': MONO,
        'text-anchor': 'middle',
        fill: ink,
      }) +
      text(`+${at * block.elementBytes}`, {
        x: left + 2,
        y: top + 48,
        'font-size': 9,
        fill: NEUTRAL,
      });
    left += cell;
    return parts;
  });
  if (block.more > 0) {
    const rest = { x: left, y: top + 16, width: x + width - left, height: CELL.height };
    cells.push(
      element('rect', { ...rest, fill, stroke: line, 'stroke-dasharray': '3 2' }),
      text(words.more(block.more), { x: left + 6, y: top + 31, 'font-size': 11, fill: ink }),
    );
  }
  return title + cells.join('') + size;
}

export function pointerSvg(
  map: PointerMap,
  words: PointerWords,
  addresses: boolean,
  description: string,
): string {
  const places = placesOf(map, words, addresses);
  const { argument, array, block } = places;
  const hostRight = array.x + array.width + PAD;
  const deviceLeft = block.x - PAD;
  const heads: [number, string][] = [
    [argument.x, words.argument],
    [array.x, words.array],
    [block.x, words.blocks],
  ];
  const parts = [
    text(words.title, { x: 1, y: 13, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL }),
    drawRegion(1, hostRight - 1, places.bottom, words.host, HOST_COLOUR.line),
    drawRegion(deviceLeft, block.width + 2 * PAD, places.bottom, words.device, DEVICE_COLOUR.line),
    ...heads.map(([x, head]) => text(head, { x, y: 58, 'font-size': 11, fill: NEUTRAL })),
    drawArgument('inputs', places),
    drawArgument('outputs', places),
    ...map.blocks.map((one, index) => drawBlock(one, index, places, words, addresses)),
    ...map.slots.map((slot) => {
      const target = map.blocks[slot.block];
      if (target === undefined) return '';
      const from = { x: array.x + array.width - 7, y: places.slotTop(slot) + SLOT / 2 };
      const to = { x: block.x, y: places.blockTop(slot.block) + 16 + CELL.height / 2 };
      const arrow = target.bytes === 0 ? '' : drawArrow(from, to);
      return drawSlot(slot, target, places, addresses) + arrow;
    }),
  ];
  const notes = [words.stride, words.unread];
  notes.forEach((note, at) => {
    parts.push(
      text(note, { x: 1, y: places.bottom + 17 + at * 16, 'font-size': 11, fill: NEUTRAL }),
    );
  });
  const right = block.x + block.width + PAD;
  const width = Math.max(right, ...notes.map((note) => textWidth(note, 11)));
  return svgDocument(width + 2, places.bottom + 40, words.title, description, parts.join(''));
}
