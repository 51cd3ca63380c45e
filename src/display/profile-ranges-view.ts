/** The ranges of optimization profiles, a row an extent of an input, and where a shape lies in them. */
import { OptimizationProfile, type ShapeRange } from '../runtime/build/optimization-profile';
import { extentName, valueName } from '../runtime/network/shapes';
import { planOf, type PlanSource } from './plan-view';

/** One profile, several of them in order, or an engine. */
export type ProfileSource = OptimizationProfile | readonly OptimizationProfile[] | PlanSource;

/** One end that was not set is null. */
export interface Range {
  min: number | null;
  opt: number | null;
  max: number | null;
}

export interface RangeRow {
  /** `x[0]`, or `s{0}` for a value of a shape tensor. */
  name: string;
  /** By profile; null where the profile says nothing of this input. */
  ranges: (Range | null)[];
  /** The extent that was asked about; null where none was. */
  actual: number | null;
  /** By profile, whether `actual` is within; null where that is not known. */
  inside: (boolean | null)[];
}

export interface ProfileView {
  profiles: number;
  rows: RangeRow[];
}

type Shapes = Readonly<Record<string, readonly number[]>>;
type Ends = Record<'min' | 'opt' | 'max', readonly number[] | null>;
/** What a profile says of one input. */
interface InputRange {
  input: string;
  nameOf: (input: string, index: number) => string;
  ends: Ends;
}

function ofProfile(profile: OptimizationProfile): InputRange[] {
  return profile.inputNames.flatMap((input) => {
    const dims: Ends = {
      min: profile.getDimensions(input, 'kMIN'),
      opt: profile.getDimensions(input, 'kOPT'),
      max: profile.getDimensions(input, 'kMAX'),
    };
    const values: Ends = {
      min: profile.getShapeValues(input, 'kMIN'),
      opt: profile.getShapeValues(input, 'kOPT'),
      max: profile.getShapeValues(input, 'kMAX'),
    };
    return [
      { input, nameOf: extentName, ends: dims },
      { input, nameOf: valueName, ends: values },
    ];
  });
}

function ofEngine(source: PlanSource): InputRange[][] {
  const rangesOf = (
    ranges: Record<string, ShapeRange>,
    nameOf: InputRange['nameOf'],
  ): InputRange[] => Object.entries(ranges).map(([input, ends]) => ({ input, nameOf, ends }));
  return planOf(source).profiles.map(({ shapes, values }) => [
    ...rangesOf(shapes, extentName),
    ...rangesOf(values, valueName),
  ]);
}

function isList(source: ProfileSource): source is readonly OptimizationProfile[] {
  return Array.isArray(source);
}

function isInside({ min, max }: Range, actual: number): boolean | null {
  return min === null || max === null ? null : actual >= min && actual <= max;
}

/** @param shape Extents by input, and by shape tensor its values. An axis too many or too few is not within any range. */
export function profileView(source: ProfileSource, shape: Shapes): ProfileView {
  const profiles = isList(source)
    ? source.map(ofProfile)
    : source instanceof OptimizationProfile
      ? [ofProfile(source)]
      : ofEngine(source);
  const rows = new Map<string, RangeRow>();
  profiles.forEach((inputs, profile) => {
    for (const { input, nameOf, ends } of inputs) {
      const lengths = [ends.min, ends.opt, ends.max].map((dims) => dims?.length ?? 0);
      const rank = Math.max(...lengths);
      const given = shape[input];
      for (let index = 0; index < rank; index++) {
        const name = nameOf(input, index);
        const row = rows.get(name) ?? {
          name,
          ranges: profiles.map(() => null),
          actual: given?.[index] ?? null,
          inside: profiles.map(() => null),
        };
        const range: Range = {
          min: ends.min?.[index] ?? null,
          opt: ends.opt?.[index] ?? null,
          max: ends.max?.[index] ?? null,
        };
        row.ranges[profile] = range;
        if (given !== undefined)
          row.inside[profile] =
            row.actual === null || given.length !== rank ? false : isInside(range, row.actual);
        rows.set(name, row);
      }
    }
  });
  return { profiles: profiles.length, rows: [...rows.values()] };
}

export function isFixed({ min, opt, max }: Range): boolean {
  return min !== null && min === opt && opt === max;
}

/** Whether a range is whole and in order: only then it is a bar. */
export function isWhole(range: Range): range is { min: number; opt: number; max: number } {
  const { min, opt, max } = range;
  return min !== null && opt !== null && max !== null && min <= opt && opt <= max;
}
