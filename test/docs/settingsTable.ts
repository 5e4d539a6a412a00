import { readManifest } from '../l10n/readManifest';
import { withGenerated } from './withGenerated';

/** The README with its table of settings, and who may set them, as the manifest has them. */
export function withSettings(readme: string): string {
  const settings = Object.entries(readManifest().contributes.configuration.properties).sort(
    ([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0),
  );
  const rows = settings.map(([key, { default: fallback, enum: values, markdownDescription }]) => {
    const choices =
      values === undefined ? '' : ` One of ${values.map((value) => `\`${value}\``).join(', ')}.`;
    const description = (markdownDescription ?? '').replaceAll(/`#(.+?)#`/g, '`$1`');
    return `| \`${key}\` | \`${JSON.stringify(fallback)}\` | ${description}${choices} |`;
  });
  const keysOf = (scope: string): string =>
    new Intl.ListFormat('en').format(
      settings.filter(([, property]) => property.scope === scope).map(([key]) => `\`${key}\``),
    );
  const [ofFolders, ofMachine] = [keysOf('window'), keysOf('machine')];
  return withGenerated(readme, 'settings: made from package.json', [
    '| Setting | Default | |',
    '| --- | --- | --- |',
    ...rows,
    '',
    `A folder’s settings count for ${ofFolders} alone. ${ofMachine} belong to the machine that Claude Code runs on; all others count in your user settings alone, on every machine and in every profile.`,
  ]);
}
