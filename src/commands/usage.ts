/** What `workbook` can do, and how a command says that it was not understood. */
export const USAGE = `Usage: workbook [command]

Without a command: your progress in the exercises, and the next one. For all of these --json gives data, --lang en|zh the language;
NAME may be a part of the name, and without it the next exercise is meant.
  check [NAME | --all] [--seed SEED]
      checks what you wrote in work/NAME (made on first use): exit code 0 where all of it passes, 1 where not
  watch [NAME]
      the same again after every save; n goes on once it passes, q quits
  hint [NAME]
      one more hint each time, of three
  list
      all exercises
  reset NAME
      the exercise as it was in the beginning; what you wrote is kept in work/backup
  solution NAME [--give-up]
      the solution: once the check passes, or with --give-up

  hand-in FOLDER [--as NAME]
      copies your own files of all exercises that you worked on to FOLDER/NAME (default: your user name)
  grade SUBMISSIONS --out GRADES.csv [--exercises A,B | --exercise A] [--seed SEED] [--jobs N] [--fresh]
        [--json FILE] [--feedback FOLDER [--reveal]] [--time SECONDS] [--no-sandbox]
      grades SUBMISSIONS/STUDENT/EXERCISE/, each in a sandbox; the same command goes on where an ended one was
      (docs/grade-command.md)
  student-copy FOLDER
      a copy of the workbook without solutions, to give to students
  course FOLDER [--exercises A,B [--assignment NAME]] [--refresh]
      an nbgrader course: one assignment a lesson, or one with these exercises (docs/nbgrader.md)

  trace SCENARIO.json [--host reference]
      runs a scenario (recordings/README.md) and prints the call trace as JSON Lines;
      what the library and plugins log goes to standard error
  conformance [FOLDER] [--filter PATTERN] [--details] [--json]
      runs every scenario of a folder (default: recordings/) that has a recording, each in a process
      of its own, and compares the traces: equal, explained (src/trace/differences.ts) or unexplained.
      --details shows each unexplained first difference, with the calls before it
  perf --onnx=MODEL.onnx | --loadEngine=FILE [--staticPlugins=LIBRARY.so | --dynamicPlugins=…] [--shapes=…]
      measures an engine with trtexec's options, metrics and layout; --explain says what each figure means
      and what to do when it looks bad, --json gives the report as data; perf --help lists the options
  diagnose [--timeout=SECONDS] [--all] [--json] [--language=zh] [--command-only] COMMAND…
      runs a command and says what is wrong with its plugins: the first thing, why, and what to try
  diagnose LIBRARY.so [--onnx=MODEL [--shapes=…] | --scenario=FILE] [--sources=A.cpp,B.cu] [--plugin=NAME]
           [--static | --dynamic] [--all] [--json]
      the same for a plugin library by itself; exit code 0: nothing wrong, 1: something is, 2: not understood
  build SOURCE… -o LIBRARY.so [--emulator | --nvcc] [--check] [--sanitize address] [-I… -D… -l…]
      compiles a plugin library; what has not changed is not compiled again.
      --emulator (default) runs on this machine, --nvcc on a GPU
  build --print-flags [--emulator | --nvcc]
      prints, as JSON, what a build system of your own needs to do the same
`;

/** The command was not understood. @returns the exit code */
export function misused(wrong = ''): number {
  // Last, where it is seen.
  process.stderr.write(wrong === '' ? USAGE : `${USAGE}\n${wrong}\n`);
  return 2;
}
