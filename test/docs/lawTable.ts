import { LAW } from './law';
import { withGenerated } from './withGenerated';

/** docs/architecture.md with the law as the test holds it. */
export function withLaw(architecture: string): string {
  const rows = LAW.map(({ name, may }) => `| ${name} | ${may.length > 0 ? may.join(', ') : '–'} |`);
  return withGenerated(architecture, 'law: made from test/docs/law.ts', [
    '| from | may import, besides its own files |',
    '| --- | --- |',
    ...rows,
  ]);
}
