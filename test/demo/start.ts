// Shows what the extension does.
//   npm start                       plays a sample session into a VS Code of its own
//   npm start -- --check            unattended: asserts what was shown, saves pictures, ends
//   npm start -- --real [folder]    reads the person's own sessions instead
import { checkDemo } from './checkDemo';
import { Interruption } from './interruption';
import { showDemo } from './showDemo';
import { showOwnSessions } from './showOwnSessions';
import { parseStartOptions, type StartOptions, startUsage } from './startOptions';
import { typedFolder } from './typedFolder';

const EXIT = { ended: 0, failed: 1, badUsage: 2 } as const;

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  if (typeof options === 'string') return refuse(options);
  await run(options, new Interruption());
}

async function run(options: StartOptions, interruption: Interruption): Promise<void> {
  switch (options.mode) {
    case 'demo':
      return showDemo(console.log, interruption);
    case 'check':
      return checkDemo(console.log, interruption);
    case 'real': {
      const folder = options.folder === null ? null : typedFolder(options.folder, process.env);
      if (folder === undefined) return refuse(`There is no folder ${options.folder ?? ''}.`);
      return showOwnSessions(folder, console.log, interruption);
    }
  }
}

function refuse(problem: string): never {
  console.error(`${problem} ${startUsage}`);
  process.exit(EXIT.badUsage);
}

main().then(
  () => process.exit(EXIT.ended), // a download that was given up may still be under way
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(EXIT.failed);
  },
);
