/** What students handed in: which folders there are, and the files that are taken of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stubFolder } from '../exercise/catalogue';
import type { Bilingual, Exercise } from '../exercise/exercise';
import { say } from '../exercise/judging';
import type { UntrustedFolder } from './untrusted-folder';
import { shownName, type Entry, type FileRead } from './untrusted-folder';

/** Of one file, and of all files of one exercise. */
const MOST_FILE_BYTES = 2 ** 20;
const MOST_BYTES = 4 * 2 ** 20;
const MOST_NAMED = 8;

/** Where a student's files of an exercise are: names of folders, from the submissions' folder on. */
export interface HandedIn {
  path: readonly (Buffer | string)[];
}

export interface Student {
  /** As the folder is called. */
  name: string;
  /** By the names of exercises. */
  handedIn: ReadonlyMap<string, HandedIn>;
}

export interface Submissions {
  students: Student[];
  /** What was found and is none. */
  notes: Bilingual[];
}

/** The files of a submission that the exercise asks for. */
export interface Taken {
  files: ReadonlyMap<string, Buffer>;
  /** What is missing, and why: then there is nothing to grade. */
  missing: Bilingual | null;
  notes: Bilingual[];
}

/**
 * Looks for `STUDENT/EXERCISE/` and `STUDENT/work/EXERCISE/`; where only one exercise is meant, for its files in `STUDENT/`, too.
 *
 * @throws where the folder cannot be read
 */
export function findSubmissions(
  root: UntrustedFolder,
  exercises: readonly Exercise[],
  only: Exercise | null,
): Submissions {
  const students: Student[] = [];
  const notes: Bilingual[] = [];
  for (const entry of root.entries()) {
    if (entry.kind !== 'folder') {
      notes.push(notTaken(entry));
      continue;
    }
    if (entry.shown.startsWith('.')) continue;
    const folder = root.folder(entry.name);
    if (!folder) continue;
    try {
      students.push(studentIn(folder, entry, { exercises, only, notes }));
    } finally {
      folder.close();
    }
  }
  return { students, notes };
}

interface Search {
  exercises: readonly Exercise[];
  only: Exercise | null;
  notes: Bilingual[];
}

function studentIn(
  folder: UntrustedFolder,
  { name, shown }: Entry,
  { exercises, only, notes }: Search,
): Student {
  const handedIn = new Map<string, HandedIn>();
  const known = new Set(exercises.map((exercise) => exercise.name));
  const look = (at: UntrustedFolder, path: readonly (Buffer | string)[]): void => {
    for (const entry of at.entries()) {
      const inWork = entry.shown === 'work' && path.length === 1;
      if (entry.shown.startsWith('.') || (entry.kind === 'folder' && inWork)) continue;
      const where = [...path.map(textOf), entry.shown].join('/');
      if (entry.kind === 'folder' && known.has(entry.shown)) {
        if (!handedIn.has(entry.shown)) handedIn.set(entry.shown, { path: [...path, entry.shown] });
        else
          notes.push(
            say(
              `${where}: not taken, there is one in ${shown}/ already`,
              `${where}：未采用，${shown}/ 中已有一份`,
            ),
          );
      } else if (entry.kind === 'folder' && !OTHER_FOLDERS.has(entry.shown))
        notes.push(say(`${where}: no exercise of this name`, `${where}：没有叫这个名字的练习`));
      else if (entry.kind === 'link') notes.push(notTaken({ ...entry, shown: where }));
    }
  };
  look(folder, [name]);
  const work = folder.folder('work');
  if (work) look(work, [name, 'work']);
  work?.close();
  if (only && !handedIn.has(only.name)) {
    const names = new Set(folder.entries().map((entry) => entry.shown));
    if (only.files.some((file) => names.has(file.split('/')[0] ?? '')))
      handedIn.set(only.name, { path: [name] });
  }
  return { name: shown, handedIn };
}

/** Of a learner's work/ beside the exercises. */
const OTHER_FOLDERS = new Set(['backup', 'node_modules', '__MACOSX']);

const textOf = (name: Buffer | string): string =>
  typeof name === 'string' ? name : shownName(name);

function notTaken({ shown, kind }: Entry): Bilingual {
  return kind === 'link'
    ? say(`${shown}: a link, not followed`, `${shown}：是链接，未跟随`)
    : say(`${shown}: not a student’s folder`, `${shown}：不是学生的文件夹`);
}

const PROBLEMS: Record<Extract<FileRead, { problem: string }>['problem'], Bilingual> = {
  missing: say('is missing', '缺失'),
  folder: say('is a folder', '是文件夹'),
  link: say('is a link, which is not followed', '是链接，不跟随'),
  special: say('is no regular file', '不是普通文件'),
  tooLarge: say('is larger than 1 MiB', '超过 1 MiB'),
  unreadable: say('cannot be read', '无法读取'),
};

/** Takes the files of an exercise's own `files`, and nothing else. */
export function takeFiles(root: UntrustedFolder, exercise: Exercise, { path }: HandedIn): Taken {
  const folder = folderAt(root, path);
  if (!folder) return { files: new Map(), missing: say('Not handed in.', '未提交。'), notes: [] };
  try {
    return takeFrom(folder, exercise);
  } finally {
    folder.close();
  }
}

function folderAt(
  root: UntrustedFolder,
  path: readonly (Buffer | string)[],
): UntrustedFolder | null {
  let at = root;
  for (const name of path) {
    const next = at.folder(name);
    if (at !== root) at.close();
    if (!next) return null;
    at = next;
  }
  return at;
}

function takeFrom(folder: UntrustedFolder, exercise: Exercise): Taken {
  const files = new Map<string, Buffer>();
  const problems: Bilingual[] = [];
  let room = MOST_BYTES;
  for (const file of exercise.files) {
    const read = folder.read(file, Math.min(MOST_FILE_BYTES, room));
    if ('bytes' in read) {
      files.set(file, read.bytes);
      room -= read.bytes.length;
    } else {
      const { en, zh } = PROBLEMS[read.problem];
      problems.push(say(`${file} ${en}`, `${file} ${zh}`));
    }
  }
  const missing =
    problems.length === 0
      ? null
      : say(
          `Nothing to grade: ${problems.map(({ en }) => en).join(', ')}.`,
          `无法评分：${problems.map(({ zh }) => zh).join('，')}。`,
        );
  return { files, missing, notes: [...ignored(folder, exercise), ...changed(folder, exercise)] };
}

/** Files beside those that were asked for. */
function ignored(folder: UntrustedFolder, { files, given }: Exercise): Bilingual[] {
  const expected = new Set(
    [...files, ...given, 'README.md', 'README.zh.md', 'exercise.json'].map(
      (file) => file.split('/')[0],
    ),
  );
  const others = folder
    .entries()
    .map(({ shown }) => shown)
    .filter((name) => !expected.has(name) && !name.startsWith('.'));
  if (others.length === 0) return [];
  const more = others.length > MOST_NAMED ? ` (+${others.length - MOST_NAMED})` : '';
  const names = others.slice(0, MOST_NAMED);
  return [
    say(`Not looked at: ${names.join(', ')}${more}.`, `未查看：${names.join('、')}${more}。`),
  ];
}

/** Given files that came back as others. */
function changed(folder: UntrustedFolder, exercise: Exercise): Bilingual[] {
  const names = exercise.given.filter((file) => {
    const read = folder.read(file, MOST_FILE_BYTES);
    const own = readFileSync(join(stubFolder(exercise), file));
    return 'bytes' in read && !read.bytes.equals(own);
  });
  if (names.length === 0) return [];
  return [
    say(
      `Changed, although given: ${names.join(', ')}. The exercise’s own were used.`,
      `题目给定的文件被改动：${names.join('、')}。评分使用了题目自己的文件。`,
    ),
  ];
}
