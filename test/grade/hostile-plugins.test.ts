/** C++ that was handed in and means no good, or does not know better, while it runs. */
import { join } from 'node:path';
import { projectRoot } from '../../src/native-loader';
import { changed, hostileSuite, KERNEL, solution, stub, type Deed } from './class-room';

const HEADERS = `#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <arpa/inet.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
`;
/** At the start of every enqueue(). */
const enqueues = (deed: string, points: number, says?: RegExp): Deed => ({
  text: HEADERS + changed(KERNEL, ['    int64_t count = 1;', `    int64_t count = 1;\n${deed}`]),
  points,
  ...(says ? { says } : {}),
});
/** In enqueue(), where the number of elements is known. */
const counted = (deed: string, points: number, says?: RegExp): Deed => ({
  text: HEADERS + changed(KERNEL, ['    if (count == 0) {', `${deed}\n    if (count == 0) {`]),
  points,
  ...(says ? { says } : {}),
});
/** When the library is loaded. */
const loads = (deed: string, points: number, says?: RegExp): Deed => ({
  text: `${HEADERS}${solution(KERNEL)}
namespace {
struct Deed {
    Deed() {
        ${deed}
    }
} deed;
} // namespace
`,
  points,
  ...(says ? { says } : {}),
});

/** Answers as our program writes them, for outputs that nobody computed. */
const FORGED = JSON.stringify({
  runs: Object.fromEntries(
    ['one-block', 'any-size', 'empty', 'launch-error'].map((id) => [
      id,
      {
        outcome: 'done',
        result: {
          cases: [
            {
              error: { step: 'enqueue', code: 'X', message: 'forged' },
              creator: null,
              outputs: [],
              inferences: [],
              times: [],
              trace: [],
              undestroyed: [],
              logged: [],
            },
          ],
        },
      },
    ]),
  ),
  warnings: [],
  buildMs: 1,
  runMs: 1,
});

void hostileSuite(KERNEL, {
  'blank, wrong, right in part, crashing in one part': ((): Record<string, Deed> => {
    return {
      blank: { text: stub(KERNEL), points: 0, says: /Nothing is filled in yet/ },
      wrong: {
        text: changed(KERNEL, ['y[i] = factor * x[i];', 'y[i] = factor + x[i];']),
        points: 0,
        says: /y\[0, 0\] is wrong/,
      },
      partial: {
        text: changed(KERNEL, ['(count + mThreads - 1)', '(count)']),
        points: 6,
        says: /A common mistake/,
      },
      failsForMany: counted('    if (count > 4000) return 1;', 8, /enqueue fails/),
      crashesInOnePart: counted('    if (count > 64 && count < 4000) abort();', 6, /It crashed/),
      loopsInOnePart: counted(
        '    if (count > 64 && count < 4000) for (volatile int i = 0;; i = i + 1) {}',
        6,
        /did not end within the time limit/,
      ),
      loopsInKernel: {
        text: changed(KERNEL, [
          '    if (i < count) {',
          '    for (volatile int j = 0; i >= 0; j = j + 1) {}\n    if (i < count) {',
        ]),
        points: 0,
        says: /did not end within the time limit/,
      },
    };
  })(),

  'what ends its process': ((): Record<string, Deed> => {
    return {
      segmentationFault: enqueues(
        '    *(volatile int*)8 = 1;',
        0,
        /It crashed in ScalePlugin::enqueue at .*scale\.cu:\d+/,
      ),
      aborts: enqueues('    abort();', 0, /SIGABRT/),
      exits: enqueues('    exit(0);', 0, /ended the process \(exit code 0\)/),
      exitsAtLoad: loads('_exit(0);', 0, /ended the process \(exit code 0\)/),
      throws: enqueues('    throw std::runtime_error("nothing");', 0, /It crashed/),
      loopsAtLoad: loads('for (volatile int i = 0;; i = i + 1) {}', 0, /within the time limit/),
      reexecutes: loads(
        `setenv("LD_PRELOAD", "/box/work/mine.so", 1);
        execl("/proc/self/exe", "node", "-e", "for (const fd of [1, 2, 3]) try { require('fs').writeSync(fd, '\\\\n{\\"id\\":\\"one-block\\"}\\\\n') } catch {}", nullptr);`,
        0,
        /ended the process/,
      ),
    };
  })(),

  'what takes too much': ((): Record<string, Deed> => {
    return {
      forks: enqueues(
        '    for (int i = 0; i < 40; ++i) if (fork() == 0) { sleep(15); _exit(0); }\n    sleep(15);',
        0,
        /started too many processes|more processes than/,
      ),
      eatsMemory: enqueues(
        '    for (int i = 0; i < 200; ++i) memset(malloc(1 << 23), 1, 1 << 23);\n    sleep(15);',
        0,
        /too much memory|more memory than|time limit/,
      ),
      opensFiles: enqueues(
        '    for (int i = 0; i < 5000; ++i) if (open("/dev/null", O_RDONLY) < 0) abort();',
        0,
        /It crashed/,
      ),
      writesOneFile: enqueues(
        '    int f = open("/box/work/big", O_CREAT | O_WRONLY, 0600);\n    static char block[1 << 20];\n    for (int i = 0; i < 40; ++i) if (write(f, block, sizeof block) < 0) { perror("write"); abort(); }',
        0,
        /write: File too large/,
      ),
      fillsTheDisk: enqueues(
        `    static char block[1 << 20];
    for (int n = 0; n < 20; ++n) {
        int f = open(("/box/work/" + std::to_string(n)).c_str(), O_CREAT | O_WRONLY, 0600);
        for (int i = 0; i < 15; ++i) if (write(f, block, sizeof block) < 0) { perror("write"); abort(); }
    }
`,
        0,
        /write: No space left on device|filled its disk space of 96 MiB/,
      ),
      floodsOutput: enqueues(
        '    static char block[1 << 16];\n    for (;;) (void)!write(1, block, sizeof block);',
        0,
        /did not end within the time limit/,
      ),
      floodsAnswer: enqueues(
        '    static char block[1 << 16];\n    for (int i = 0; i < 3000; ++i) (void)!write(3, block, sizeof block);\n    _exit(0);',
        0,
        /ended the process/,
      ),
    };
  })(),

  'what would forge its result': ((): Record<string, Deed> => {
    const literal = `R"forged(${FORGED})forged"`;
    const write = (path: string): string =>
      `if (FILE* f = fopen("${path}", "w")) { fputs(${literal}, f); fclose(f); }`;
    return {
      writesTheEnd: enqueues(
        `    ${write('/out/END.json')} ${write('/box/out/END.json')} ${write('/box/work/END.json')}\n    _exit(0);`,
        0,
        /ended the process/,
      ),
      writesTheEndAtLoad: loads(`${write('/out/END.json')} _exit(0);`, 0, /ended the process/),
      writesTheEndAndKillsAll: loads(
        `${write('/out/END.json')} kill(-1, SIGKILL); _exit(0);`,
        0,
        /Nothing came back|ended the process/,
      ),
      makesTheEndALink: loads('symlink("/box/work/TASK.json", "/out/END.json"); _exit(0);', 0),
      makesTheEndAFolder: loads('mkdir("/out/END.json", 0700); _exit(0);', 0),
      answersItself: loads(
        `for (int fd = 3; fd < 40; ++fd) dprintf(fd, "\\n{\\"id\\":\\"one-block\\",\\"result\\":{\\"cases\\":[]}}\\n"); puts("PASSED 10 of 10"); fflush(stdout); _exit(0);`,
        0,
        // Node's own descriptors are among them.
        /ended the process|It crashed/,
      ),
      replacesTheEndLater: loads(
        `if (fork() == 0) { setsid(); for (int i = 0; i < 3000; ++i) { ${write('/out/END.json')} usleep(1000); } _exit(0); }`,
        10,
      ),
    };
  })(),

  'what would reach out': ((): Record<string, Deed> => {
    const secrets = [
      join(projectRoot, 'solutions', KERNEL, 'scale.cu'),
      join(projectRoot, 'lessons'),
      join(projectRoot, 'exercises'),
      join(projectRoot, 'test'),
      join(projectRoot, 'src', 'grade'),
      join(projectRoot, 'native', 'plugins', 'tilePlugin', 'tileKernel.cu'),
      join(projectRoot, 'native', 'broken', 'README.md'),
      join(projectRoot, 'recordings'),
      join(projectRoot, '.git'),
      '/etc/passwd',
      '/proc/1/root/etc/passwd',
      '/proc/1/environ',
      `/box/work/../../..${projectRoot}/solutions`,
      '/root',
      '/home',
    ];
    const openAny = secrets.map((path) => `open("${path}", O_RDONLY)`).join(', ');
    const written = [
      'dist/cli.js',
      'dist/exercise/run/box-main.js',
      'package.json',
      'build/Release/workbook.node',
    ];
    const writeAny = written
      .map((path) => `open("${join(projectRoot, path)}", O_WRONLY)`)
      .concat([
        'open("/usr/bin/node", O_WRONLY)',
        'open("/proc/1/mem", O_RDWR)',
        'open("/proc/sys/kernel/core_pattern", O_WRONLY)',
        'open("/dev/shm/x", O_CREAT | O_RDWR, 0600)',
      ])
      .join(', ');
    const checks = join(projectRoot, 'dist', 'checks', '06-enqueue');
    return {
      // Each tries, and goes on rightly where it could not: abort() is where it could.
      reads: enqueues(
        `    for (int file : {${openAny}, open("${checks}", O_RDONLY)}) if (file >= 0) abort();`,
        10,
      ),
      writes: enqueues(`    for (int file : {${writeAny}}) if (file >= 0) abort();`, 10),
      // Those that say how its process ended, and what it answered.
      looksIntoItsParents: enqueues(
        `    for (int id = getppid(); id > 1;) {
        std::string const process = "/proc/" + std::to_string(id);
        for (char const* file : {"/mem", "/environ", "/fd/3", "/fd/1"})
            if (open((process + file).c_str(), O_RDONLY) >= 0) abort();
        if (open((process + "/mem").c_str(), O_RDWR) >= 0) abort();
        FILE* const status = fopen((process + "/status").c_str(), "r");
        if (!status) abort();
        char line[200];
        for (id = 0; fgets(line, sizeof line, status);) if (sscanf(line, "PPid: %d", &id) == 1) break;
        fclose(status);
    }`,
        10,
      ),
      connects: enqueues(
        `    for (int family : {AF_INET, AF_INET6, 16, 17}) if (socket(family, SOCK_STREAM, 0) >= 0) abort();
    int local = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, "\\0/tmp/.X11-unix/X0", 18);
    if (connect(local, (sockaddr*)&address, sizeof address) == 0) abort();
    close(local);`,
        10,
      ),
      traces: enqueues(
        `    if (ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0 || ptrace(PTRACE_TRACEME, 0, 0, 0) == 0) abort();
    if (kill(1, SIGKILL) == 0 && getpid() == 1) abort();`,
        10,
      ),
      killsItsParent: loads('kill(getppid(), SIGKILL);', 0),
      killsEverybody: loads('kill(-1, SIGKILL);', 0, /ended from inside/),
      leavesADaemon: loads(
        `if (fork() == 0) { setsid(); if (fork() == 0) { for (int f = 0; f < 64; ++f) close(f); execl("/bin/sleep", "sleep", "98765", nullptr); } _exit(0); }`,
        10,
      ),
    };
  })(),
});
