import { parseArgs } from 'node:util';

export type StartOptions =
  | { readonly mode: 'demo' }
  /** Plays unattended, asserts what was shown, and exits. */
  | { readonly mode: 'check' }
  /** The person's own sessions, read-only; without a folder, in an empty window. */
  | { readonly mode: 'real'; readonly folder: string | null };

export const startUsage = 'Usage: npm start [-- --check | -- --real [folder]]';

/** @returns a sentence that says what is wrong instead, for a command line that means nothing. */
export function parseStartOptions(args: readonly string[]): StartOptions | string {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { check: { type: 'boolean' }, real: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    // what follows is advice for other programs
    return `${error instanceof Error ? error.message.split('. ')[0]! : String(error)}.`;
  }
  const { values, positionals } = parsed;
  if (values.check === true && values.real === true)
    return '--check plays the sample session; it has no use for your own (--real).';
  if (positionals.length > (values.real === true ? 1 : 0))
    return `Unexpected argument ${positionals.at(-1) ?? ''}.`;
  if (values.real === true) return { mode: 'real', folder: positionals[0] ?? null };
  return { mode: values.check === true ? 'check' : 'demo' };
}
