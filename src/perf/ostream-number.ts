/**
 * Numbers as a C++ output stream prints them, which is how trtexec prints: `%g` with 6 significant digits where nothing is set, `%f`
 * after std::fixed. Where a number lies exactly between two, C++ takes the even digit and JavaScript the larger one.
 */

/** Digits that tell a tie from what is only near it: no double between 1e-5 and 1e9 has more. */
const EXACT_DIGITS = 90;

/** `std::ostream << value` with its default precision of 6. */
export function ostreamNumber(value: number, significant = 6): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText] = toExponentialEven(value, significant - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= significant) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${withoutZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  const digits = mantissa.replace(/[-.]/g, '');
  const sign = value < 0 ? '-' : '';
  if (exponent < 0) return withoutZeros(`${sign}0.${'0'.repeat(-exponent - 1)}${digits}`);
  return withoutZeros(`${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`);
}

/** `std::ostream << std::fixed << std::setprecision(digits) << value`. */
export function ostreamFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const larger = Math.abs(value).toFixed(digits);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const rest = Math.abs(value)
    .toFixed(EXACT_DIGITS)
    .slice(-(EXACT_DIGITS - digits));
  return sign + (isTie(rest) ? evenOf(larger, Math.abs(value)) : larger);
}

function toExponentialEven(value: number, digits: number): string {
  const larger = value.toExponential(digits);
  const [exact = ''] = Math.abs(value).toExponential(EXACT_DIGITS).split('e');
  const rest = exact.slice(2 + digits);
  if (!isTie(rest)) return larger;
  const [mantissa = '', exponent = '0'] = larger.split('e');
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(Number(`${Math.abs(value)}e${-Number(exponent)}`));
  return `${sign}${evenOf(mantissa.replace('-', ''), size)}e${exponent}`;
}

/** Whether what is cut off is exactly half of the last digit. */
function isTie(rest: string): boolean {
  return /^50*$/.test(rest);
}

/** Of a tie that was rounded up, the neighbour whose last digit is even. */
function evenOf(roundedUp: string, exact: number): string {
  if (Number(roundedUp.at(-1)) % 2 === 0) return roundedUp;
  const digits = roundedUp.includes('.') ? roundedUp.length - roundedUp.indexOf('.') - 1 : 0;
  return (Math.floor(exact * 10 ** digits) / 10 ** digits).toFixed(digits);
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0*$/, '') : text;
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
}
