import { cacheDirectory } from './cacheDirectory';
import type { Report } from './cachedInstall';
import { findOrInstallChromium } from './chromium';
import { fetchCodeServer } from './codeServer';
import { fetchNode24 } from './node24';

/** The programs that serve VS Code as a web page. */
export interface ServerPrograms {
  node24: string;
  codeServer: string;
}

/** Returns the programs that serve VS Code as a web page, fetching what is absent. */
export async function fetchServerPrograms(report: Report): Promise<ServerPrograms> {
  return {
    node24: await fetchNode24(cacheDirectory, report),
    codeServer: await fetchCodeServer(cacheDirectory, report),
  };
}

async function main(): Promise<void> {
  const report = (line: string): void => console.log(line);
  const { node24, codeServer } = await fetchServerPrograms(report);
  const chromium = await findOrInstallChromium(report);
  console.log(`Node 24: ${node24}\ncode-server: ${codeServer}\nChromium: ${chromium}`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
