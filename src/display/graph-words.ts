import type { OptProfileSelector } from '../runtime/build/optimization-profile';
import type { Language } from './figure';

/** The words of the pictures of an engine; TensorRT's own names stay as they are in both languages. */
export interface GraphWords {
  title: (name: string) => string;
  /** `profile 0, shapes at kOPT` */
  subtitle: (profile: number, select: OptProfileSelector) => string;
  input: string;
  /** An input in host memory, whose values decide shapes. */
  hostInput: string;
  output: string;
  reformat: string;
  /** The output is written into the memory of this input. */
  shares: (tensor: string) => string;
  unused: string;
  /** Extents that data decide are printed as -1. */
  dataDependent: string;
  /** Out of how many ways this one was chosen. */
  alternatives: (count: number) => string;
  workspace: (bytes: string) => string;
  legend: Record<'plugin' | 'native' | 'reformat' | 'io', string>;
  vectorised: string;
  continues: (column: number) => string;
  continued: (column: number) => string;
  empty: string;
}

const en: GraphWords = {
  title: (name) => (name === '' ? 'The engine as a graph' : `The engine "${name}" as a graph`),
  subtitle: (profile, select) => `profile ${profile}, extents at ${select}`,
  input: 'input',
  hostInput: 'shape tensor input',
  output: 'output',
  reformat: 'reformat',
  shares: (tensor) => `in the memory of ${tensor}`,
  unused: 'not used',
  dataDependent: '-1: known only when the layer has run',
  alternatives: (count) => `1 of ${count}`,
  workspace: (bytes) => `workspace ${bytes}`,
  legend: {
    plugin: 'plugin',
    native: 'layer of TensorRT',
    reformat: 'reformat, inserted by the builder',
    io: "the caller's tensors",
  },
  vectorised: 'a format other than kLINEAR',
  continues: (column) => `goes on in column ${column}`,
  continued: (column) => `from column ${column}`,
  empty: 'This engine has no layers.',
};

const zh: GraphWords = {
  title: (name) => (name === '' ? 'engine 的计算图' : `engine“${name}”的计算图`),
  subtitle: (profile, select) => `profile ${profile}，尺寸取 ${select}`,
  input: '输入',
  hostInput: 'shape tensor 输入',
  output: '输出',
  reformat: 'reformat',
  shares: (tensor) => `使用 ${tensor} 的内存`,
  unused: '未使用',
  dataDependent: '-1：该 layer 运行之后才知道',
  alternatives: (count) => `${count} 种之一`,
  workspace: (bytes) => `workspace ${bytes}`,
  legend: {
    plugin: 'plugin',
    native: 'TensorRT 自带的 layer',
    reformat: 'builder 插入的 reformat',
    io: '调用者的 tensor',
  },
  vectorised: 'kLINEAR 以外的 format',
  continues: (column) => `接第 ${column} 列`,
  continued: (column) => `接自第 ${column} 列`,
  empty: '这个 engine 没有 layer。',
};

export function graphWords(language: Language): GraphWords {
  return { en, zh }[language];
}
