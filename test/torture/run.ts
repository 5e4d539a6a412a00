import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { SeededRandom } from '../fixtures/seededRandom';
import { makeTemporaryDirectory } from '../fixtures/temporaryDirectory';
import { tortureBesideWriters } from './besideWriters';
import { tortureByFullDisk } from './fullDisk';
import { tortureByKills } from './kills';
import { Stage } from './stage';
import { TortureReport } from './tortureReport';

const USAGE = 'Usage: npm run torture [-- --kills N] [--rewrites N] [--full N] [--seed S]';

/**
 * `npm run torture`: ends processes in the middle of what they do, has others write into a session
 * while it is rewritten, and fills the disk; ends with 1 where something was lost, doubled, left
 * behind or locked.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '500' },
      rewrites: { type: 'string', default: '500' },
      full: { type: 'string', default: '120' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  const [kills, rewrites, full, seed] = [
    values.kills,
    values.rewrites,
    values.full,
    values.seed,
  ].map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : NaN)) as [
    number,
    number,
    number,
    number,
  ];
  if ([kills, rewrites, full, seed].some(Number.isNaN)) throw new Error(USAGE);
  console.log(`Seed ${String(seed)}.`);
  const folder = await makeTemporaryDirectory('leeway-torture-');
  const report = new TortureReport();
  const section = async (title: string, act: () => Promise<void>): Promise<void> => {
    const startedMs = performance.now();
    await act();
    console.log(`${title}: ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  };
  try {
    const scripts = await bundled(folder.path);
    const stage = new Stage(join(folder.path, 'stage'));
    await section(`${String(kills)} kills`, () =>
      tortureByKills(scripts.actor, stage, kills, new SeededRandom(seed), report),
    );
    for (const hasLinks of [true, false])
      await section(
        `${String(rewrites / 2)} rewrites, ${hasLinks ? 'with' : 'without'} hard links`,
        () =>
          tortureBesideWriters(
            scripts.writer,
            stage,
            { rewrites: Math.ceil(rewrites / 2), hasLinks, seed },
            report,
          ),
      );
    await section(`${String(full)} times a full disk`, () =>
      tortureByFullDisk(scripts.actor, stage, full, new SeededRandom(seed), report),
    );
  } finally {
    await folder.remove();
  }
  console.log(report.toString());
  return report.problems === 0 ? 0 : 1;
}

async function bundled(folder: string): Promise<Record<'actor' | 'writer', string>> {
  await build({
    entryPoints: ['actor', 'writer'].map((name) => join(__dirname, `${name}.ts`)),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'], // jsonc-parser's main asks for its parts at run time
    logLevel: 'warning',
  });
  return { actor: join(folder, 'actor.js'), writer: join(folder, 'writer.js') };
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);
