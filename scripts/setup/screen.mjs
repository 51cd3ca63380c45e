const utf8 = /utf-?8/i.test(process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || '');
const marks = utf8 ? { done: '✓', failed: '✗', note: '·' } : { done: '+', failed: 'x', note: '-' };
const frames = utf8 ? [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'] : [...'|/-\\'];

/** Whether colours and lines that change make sense on this stream. */
const isTerminal = (stream) => stream.isTTY === true && process.env.TERM !== 'dumb';
const coloured = isTerminal(process.stdout) && !process.env.NO_COLOR;
const paint = (code) => (text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
/** Text with colours of its own: without them where there are none. */
// eslint-disable-next-line no-control-regex
export const asShown = (text) => (coloured ? text : text.replace(/\x1b\[[0-9;]*m/g, ''));
export const green = paint('32');
export const red = paint('31');
export const dim = paint('2');
export const bold = paint('1');
export const mark = { done: green(marks.done), failed: red(marks.failed), note: dim(marks.note) };

/** 950 -> "0.9 s", 83 000 -> "1 min 23 s". */
export function seconds(ms) {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * One line that lives while something runs: on a terminal it turns, shows the time and what is being done; elsewhere the
 * start and the end are a line each.
 *
 * @param {string} title
 */
export function startLine(title) {
  const began = Date.now();
  const label = title.padEnd(26);
  const live = isTerminal(process.stdout);
  let activity = '';
  let frame = 0;
  const draw = () => {
    const head = `${frames[frame++ % frames.length]} ${label}`;
    const room = (process.stdout.columns || 80) - head.length - 12;
    const tail = activity.length > room ? `${activity.slice(0, Math.max(0, room - 1))}…` : activity;
    process.stdout.write(`\r\x1b[K${head} ${seconds(Date.now() - began).padStart(8)} ${dim(tail)}`);
  };
  const timer = live ? setInterval(draw, 100) : undefined;
  if (live) draw();
  else console.log(`${title} …`);
  const end = (sign, text) => {
    clearInterval(timer);
    if (live) process.stdout.write('\r\x1b[K');
    console.log(
      `${sign} ${label} ${seconds(Date.now() - began).padStart(8)}${text ? `  ${dim(text)}` : ''}`,
    );
  };
  return {
    /** Says what is being done right now. */
    activity(text) {
      activity = text.replace(/\s+/g, ' ').trim();
    },
    done: (text = '') => end(mark.done, text),
    failed: (text = '') => end(mark.failed, text),
    /** Ends the line without a verdict. */
    drop() {
      clearInterval(timer);
      if (live) process.stdout.write('\r\x1b[K');
    },
  };
}
