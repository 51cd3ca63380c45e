/** What the commands of exercises say. */
import type { Language } from '../../display/figure';

export const COMMAND_WORDS = {
  en: {
    made: (path: string) =>
      `Your copy was made just now: ${path}\nThe task is in ${path}/README.md`,
    stuck: (name: string) => `Stuck? npx workbook hint ${name}`,
    finished: 'All exercises are done.',
    nothing: 'There are no exercises here.',
    progress: (done: number, all: number) => `${done} of ${all} exercises done`,
    points: (points: number, of: number) => `${points} of ${of} points`,
    lessons: (done: number, all: number) => `${done} of ${all} lessons`,
    minutes: (minutes: number) => `${minutes} min`,
    comma: ', ',
    nextIs: 'Next exercise',
    read: (path: string) => `  read   ${path}`,
    edit: (path: string) => `  edit   ${path}`,
    run: (name: string) => `  check  npx workbook watch ${name}    checks again whenever you save`,
    status: { passed: 'done', tried: 'tried', open: '', gaveUp: 'solution seen' },
    kinds: {
      cpp: 'C++/CUDA',
      typescript: 'TypeScript',
      trace: 'trace',
      bug: 'bug',
      build: 'build',
    },
    columns: ['', 'exercise', 'title', 'kind', 'time', 'points'],
    hint: (nth: number) => `Hint ${nth} of 3`,
    moreHints: (name: string) => `Once more for the next: npx workbook hint ${name}`,
    noMoreHints: (name: string) =>
      `There are no more hints. The solution: npx workbook solution ${name} --give-up`,
    reset: (path: string) => `${path} is as it was in the beginning.`,
    kept: (path: string) => `What you had is in ${path}.`,
    locked: (name: string) =>
      `The solution of ${name} is shown once its check passes, or with --give-up; the progress says so then.`,
    watching: (path: string, more: boolean) =>
      `Watching ${path}: save to check again, ${more ? 'n for the next exercise, ' : ''}q to quit`,
    checking: 'Checking …',
    milliseconds: (ms: number) => `${(ms / 1000).toFixed(1)} s`,
    failed: (message: string) => `The check could not be run: ${message}`,
    noCopies: 'No exercise has a copy in work/ yet.',
    all: (passed: number, of: number) => `${passed} of ${of} exercises pass`,
  },
  zh: {
    made: (path: string) => `刚刚创建了你的副本：${path}\n题目见 ${path}/README.zh.md`,
    stuck: (name: string) => `卡住了？npx workbook hint ${name}`,
    finished: '所有练习都已完成。',
    nothing: '这里没有练习。',
    progress: (done: number, all: number) => `完成 ${done} / ${all} 道练习`,
    points: (points: number, of: number) => `${points} / ${of} 分`,
    lessons: (done: number, all: number) => `${done} / ${all} 课`,
    minutes: (minutes: number) => `${minutes} 分钟`,
    comma: '，',
    nextIs: '下一道练习',
    read: (path: string) => `  阅读  ${path.replace(/README\.md$/, 'README.zh.md')}`,
    edit: (path: string) => `  编辑  ${path}`,
    run: (name: string) => `  检查  npx workbook watch ${name}    每次保存后自动检查`,
    status: { passed: '完成', tried: '做过', open: '', gaveUp: '看过答案' },
    kinds: {
      cpp: 'C++/CUDA',
      typescript: 'TypeScript',
      trace: '读记录',
      bug: '找错误',
      build: '构建',
    },
    columns: ['', '练习', '标题', '类型', '用时', '分数'],
    hint: (nth: number) => `提示 ${nth} / 3`,
    moreHints: (name: string) => `再看下一条提示：npx workbook hint ${name}`,
    noMoreHints: (name: string) =>
      `没有更多提示了。参考答案：npx workbook solution ${name} --give-up`,
    reset: (path: string) => `${path} 已恢复到最初的样子。`,
    kept: (path: string) => `你原来的文件在 ${path}。`,
    locked: (name: string) =>
      `${name} 的参考答案在检查通过后显示；也可以用 --give-up 直接查看，进度中会注明。`,
    watching: (path: string, more: boolean) =>
      `正在监视 ${path}：保存即检查，${more ? '按 n 做下一道练习，' : ''}按 q 退出`,
    checking: '正在检查……',
    milliseconds: (ms: number) => `${(ms / 1000).toFixed(1)} 秒`,
    failed: (message: string) => `无法进行检查：${message}`,
    noCopies: 'work/ 中还没有任何练习的副本。',
    all: (passed: number, of: number) => `${passed} / ${of} 道练习通过`,
  },
} as const satisfies Record<Language, unknown>;
