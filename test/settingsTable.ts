import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from './l10n/readManifest';

const ROOT = join(__dirname, '..');
const BEGIN = '<!-- settings: made from package.json by `npm run readme` -->';
const END = '<!-- end of settings -->';

/** The README with its table of settings as the manifest has them. */
export function withSettings(readme: string): string {
  const rows = Object.entries(readManifest().contributes.configuration.properties)
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .map(([key, { default: fallback, enum: values, markdownDescription }]) => {
      const choices =
        values === undefined ? '' : ` One of ${values.map((value) => `\`${value}\``).join(', ')}.`;
      return `| \`${key}\` | \`${JSON.stringify(fallback)}\` | ${(markdownDescription ?? '').replaceAll(/`#(.+?)#`/g, '`$1`')}${choices} |`;
    });
  const table = ['| Setting | Default | |', '| --- | --- | --- |', ...rows].join('\n');
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`README.md must hold ${BEGIN} and ${END}.`);
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}

if (require.main === module) {
  const path = join(ROOT, 'README.md');
  writeFileSync(path, withSettings(readFileSync(path, 'utf8')));
}
