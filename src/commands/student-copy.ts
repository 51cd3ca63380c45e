import { relative } from 'node:path';
import { makeStudentCopy } from '../course/student-copy';
import { exerciseOptions } from './exercise/options';
import { print, printJSON } from './exercise/output';
import { misused } from './usage';

const WORDS = {
  en: {
    made: (folder: string, files: number, megabytes: string, exercises: number) =>
      `${folder}: ${files} files, ${megabytes} MB, ${exercises} exercises without solutions`,
    try: 'Try it as your students will:',
  },
  zh: {
    made: (folder: string, files: number, megabytes: string, exercises: number) =>
      `${folder}：${files} 个文件，${megabytes} MB，${exercises} 道练习，不含答案`,
    try: '像学生一样试一遍：',
  },
} as const;

/** `workbook student-copy FOLDER`. @returns the exit code */
export async function studentCopyCommand(args: readonly string[]): Promise<number> {
  const { names, language, json, wrong } = exerciseOptions(args);
  const [folder] = names;
  if (wrong !== null) return misused(wrong);
  if (folder === undefined) return misused('student-copy needs a folder');
  const report = makeStudentCopy(folder);
  if (json) {
    printJSON(report);
    return 0;
  }
  const words = WORDS[language];
  const path = relative(process.cwd(), report.folder);
  print(words.made(path, report.files, (report.bytes / 1e6).toFixed(0), report.exercises));
  print(`\n${words.try}`);
  print(`  cd ${path} && npm start`);
  return 0;
}
