// What F5 opens (.vscode/launch.json): the sample workspace, and a Claude config directory that
// holds a sample session, both below .cache/debug. Nothing of the person's own is read or written.
//   npm run sample             makes both anew
//   npm run sample -- --play   plays one more session into them, up to its block and out of it
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { beginSession } from './beginSession';
import { createDemoFoldersIn, DEBUG_DIRECTORY, demoFoldersIn } from './demoFolders';
import { playSession } from './playSession';

async function main(option: string | undefined): Promise<void> {
  if (option === undefined) return makeAnew();
  if (option === '--play') return play();
  throw new Error(`Unexpected argument ${option}. Usage: npm run sample [-- --play]`);
}

async function makeAnew(): Promise<void> {
  await rm(DEBUG_DIRECTORY, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const { file } = await beginSession(await createDemoFoldersIn(DEBUG_DIRECTORY), 0);
  console.log(`Sample session: ${path.relative(process.cwd(), file)}`);
}

async function play(): Promise<void> {
  const folders = demoFoldersIn(DEBUG_DIRECTORY);
  const played = await readdir(path.dirname(folders.sessionFile(''))).catch(() => null);
  if (played === null) throw new Error('There is no sample yet. Make it with: npm run sample');
  const { writer, file, live, recovery } = await beginSession(folders, played.length);
  console.log(`Playing into ${path.relative(process.cwd(), file)}`);
  await playSession(writer, [...live, ...recovery], file);
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
