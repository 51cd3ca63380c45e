/** What `workbook grade` and `workbook hand-in` say. */
import type { Language } from '../../display/figure';

export const GRADE_WORDS = {
  en: {
    unprotected:
      'NO SANDBOX: what was handed in runs as you, and may read and change what you may.',
    unprotectedMark: '[no sandbox] ',
    goesOn: (known: number, seed: string) =>
      `Going on with seed ${seed}: ${known} are graded already.`,
    progress: (done: number, all: number) => `${done} of ${all} graded`,
    left: (time: string) => `about ${time} left`,
    result: (graded: number, students: number, exercises: number) =>
      `${graded} graded: ${students} students, ${exercises} exercises`,
    exercise: (passed: number, of: number, mean: string, points: number) =>
      `${passed} of ${of} pass, ${mean} of ${points} points on average`,
    seed: (seed: string) => `seed ${seed}`,
    written: (file: string) => `written: ${file}`,
    feedback: (folder: string, students: number) => `feedback for ${students} students: ${folder}`,
    notes: 'Not graded, because it is none of the exercises’ files:',
    ungraded: (student: string, exercise: string, why: string) =>
      `not graded: ${student}, ${exercise}: ${why}`,
    interrupted: 'Stopped. The same command goes on where this one was.',
    stopping: 'Stopping; once more to stop at once.',
    handedIn: (exercise: string, files: string) => `${exercise}: ${files}`,
    untouched: (exercise: string) => `${exercise}: not yet worked on, left out`,
    incomplete: (exercise: string, files: string) => `${exercise}: without ${files}`,
    handInDone: (count: number, folder: string) => `Handed in: ${count} exercises, in ${folder}`,
    handInNothing: 'There is nothing to hand in: no exercise in work/ has been worked on.',
    replaced: 'It replaces what was there.',
  },
  zh: {
    unprotected: '没有沙箱：提交的代码以你的身份运行，能读写你能读写的一切。',
    unprotectedMark: '[无沙箱] ',
    goesOn: (known: number, seed: string) => `以种子 ${seed} 继续：已有 ${known} 份评分。`,
    progress: (done: number, all: number) => `已评分 ${done} / ${all}`,
    left: (time: string) => `大约还需 ${time}`,
    result: (graded: number, students: number, exercises: number) =>
      `已评分 ${graded} 份：${students} 名学生，${exercises} 道练习`,
    exercise: (passed: number, of: number, mean: string, points: number) =>
      `${of} 份中 ${passed} 份通过，平均 ${mean} / ${points} 分`,
    seed: (seed: string) => `种子 ${seed}`,
    written: (file: string) => `已写入：${file}`,
    feedback: (folder: string, students: number) => `${students} 名学生的反馈：${folder}`,
    notes: '以下内容不是练习的文件，未评分：',
    ungraded: (student: string, exercise: string, why: string) =>
      `未评分：${student}，${exercise}：${why}`,
    interrupted: '已停止。再次运行同一命令会从这里继续。',
    stopping: '正在停止；再按一次立即停止。',
    handedIn: (exercise: string, files: string) => `${exercise}：${files}`,
    untouched: (exercise: string) => `${exercise}：尚未填写，未提交`,
    incomplete: (exercise: string, files: string) => `${exercise}：缺少 ${files}`,
    handInDone: (count: number, folder: string) => `已提交 ${count} 道练习，位于 ${folder}`,
    handInNothing: '没有可提交的内容：work/ 中没有填写过的练习。',
    replaced: '原有的提交已被替换。',
  },
} as const satisfies Record<Language, unknown>;
