/**
 * Which subscriptions include the 1M window without usage credits: why people on Max are refused
 * too. Dated, because Anthropic changes it without a release of Claude Code; models that came later
 * are not listed because nothing reliable was found about them.
 */
export const INCLUDED_PLANS = {
  asOf: '2026-03',
  source: 'https://code.claude.com/docs/en/model-config',
  rows: [
    { model: 'Opus 4.6', included: ['Max', 'Team', 'Enterprise'] },
    { model: 'Sonnet 4.6', included: [] },
  ],
} as const;
