import { readManifest } from '../l10n/readManifest';
import { withGenerated } from './withGenerated';

/** The README with its table of settings as the manifest has them. */
export function withSettings(readme: string): string {
  const rows = Object.entries(readManifest().contributes.configuration.properties)
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .map(([key, { default: fallback, enum: values, markdownDescription }]) => {
      const choices =
        values === undefined ? '' : ` One of ${values.map((value) => `\`${value}\``).join(', ')}.`;
      const description = (markdownDescription ?? '').replaceAll(/`#(.+?)#`/g, '`$1`');
      return `| \`${key}\` | \`${JSON.stringify(fallback)}\` | ${description}${choices} |`;
    });
  return withGenerated(readme, 'settings: made from package.json', [
    '| Setting | Default | |',
    '| --- | --- | --- |',
    ...rows,
  ]);
}
