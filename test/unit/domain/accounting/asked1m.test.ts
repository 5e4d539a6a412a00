import assert from 'node:assert/strict';
import { resolveLimit } from '../../../../src/domain/accounting/contextWindow';
import {
  asked,
  BETAS,
  BETAS_1M,
  check,
  disabled,
  K200,
  M1,
  notDisabled,
  nothing,
  opus48,
  origin,
  sonnet46,
} from '../../../fixtures/windowEvidence';

describe('resolveLimit, of requests and the switch for 1M', () => {
  describe('sees what was asked for', () => {
    check([
      ['the beta header', { ...sonnet46, requestBetas: BETAS_1M }, M1, 'asked1m'],
      [
        'the beta header, whatever the settings say today',
        { ...asked, requestBetas: BETAS_1M, controls: disabled },
        M1,
        'asked1m',
      ],
      ['the name, where requests are not logged', asked, M1, 'asked1m'],
      [
        'the name alone, while 1M is turned off',
        { ...asked, controls: disabled },
        K200,
        'disabled1m',
      ],
      [
        'the name alone, in a version that did not know the switch yet',
        { ...asked, controls: disabled, version: '2.1.49' },
        M1,
        'asked1m',
      ],
      [
        'the name, but the request went out without it',
        { ...asked, requestBetas: BETAS },
        K200,
        'asked1mNotSent',
      ],
      [
        'the same, and the switch explains it',
        { ...asked, requestBetas: BETAS, controls: disabled },
        K200,
        'disabled1m',
      ],
      ['the switch set to no', { ...asked, controls: notDisabled }, M1, 'asked1m'],
      [
        'a model that has no 1M',
        {
          model: 'claude-haiku-4-5-20251001',
          requestedModel: 'claude-haiku-4-5-20251001[1m]',
          requestBetas: BETAS_1M,
        },
        K200,
        'modelFamily',
      ],
      ['a native 1M model needs no asking', { ...opus48, requestBetas: BETAS }, M1, 'modelFamily'],
      [
        'an unknown model is believed',
        { model: 'acme-coder-2', requestedModel: 'acme-coder-2[1m]' },
        M1,
        'asked1m',
      ],
    ]);
  });

  describe('knows what CLAUDE_CODE_DISABLE_1M_CONTEXT does in which version', () => {
    const sonnet5 = { model: 'claude-sonnet-5' };
    check([
      ['before it came', { ...opus48, controls: disabled, version: '2.1.49' }, M1, 'modelFamily'],
      [
        'at first it worked',
        { ...opus48, controls: disabled, version: '2.1.155' },
        K200,
        'disabled1m',
      ],
      ['then it did not', { ...opus48, controls: disabled, version: '2.1.156' }, M1, 'modelFamily'],
      [
        'then for Sonnet 5',
        { ...sonnet5, controls: disabled, version: '2.1.200' },
        K200,
        'disabled1m',
      ],
      [
        'but not for Opus 4.8',
        { ...opus48, controls: disabled, version: '2.1.222' },
        M1,
        'modelFamily',
      ],
      [
        'and then for all',
        { ...opus48, controls: disabled, version: '2.1.223' },
        K200,
        'disabled1m',
      ],
      [
        'in whatever version comes next',
        { ...opus48, controls: disabled, version: '3.0.0' },
        K200,
        'disabled1m',
      ],
      [
        'in a version that is not known',
        { ...opus48, controls: disabled, version: null },
        K200,
        'disabled1m',
      ],
      [
        'in a version that is none',
        { ...opus48, controls: disabled, version: 'canary' },
        K200,
        'disabled1m',
      ],
      [
        'for a model Claude Code does not know',
        { model: 'acme-coder-2', controls: disabled },
        K200,
        'disabled1m',
      ],
      [
        'it changes nothing where there is no 1M',
        { ...sonnet46, controls: disabled },
        K200,
        'modelFamily',
      ],
    ]);

    it('names the switch that has no effect', () => {
      assert.deepEqual(
        resolveLimit({ ...nothing, ...opus48, controls: disabled, version: '2.1.200' }).reason,
        { kind: 'modelFamily', model: 'claude-opus-4-8', ignored: origin },
      );
      assert.deepEqual(resolveLimit({ ...nothing, ...opus48, controls: notDisabled }).reason, {
        kind: 'modelFamily',
        model: 'claude-opus-4-8',
        ignored: null,
      });
    });
  });
});
