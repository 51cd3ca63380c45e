/** The library that decodes and encodes pictures: sharp, on libvips. Loaded with the first picture. */
import type sharp from 'sharp';

type Sharp = typeof sharp;

let loading: Promise<Sharp> | undefined;

export async function codec(): Promise<Sharp> {
  loading ??= import('sharp').then((module) => module.default);
  return loading;
}
