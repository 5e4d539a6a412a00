import assert from 'node:assert/strict';
import { parseSubagentMeta } from '../../../../src/domain/transcript/parseSubagentMeta';

const NOTHING = {
  agentType: null,
  description: null,
  toolUseId: null,
  parentAgentId: null,
  model: null,
  isFinished: false,
  isStopped: false,
};

describe('parseSubagentMeta', () => {
  it('reads what Claude Code writes beside a subagent', () => {
    assert.deepEqual(
      parseSubagentMeta({
        agentType: 'Explore',
        description: 'Find every use of Statement',
        toolUseId: 'toolu_01',
        parentAgentId: 'a77',
        spawnDepth: 2,
        requestShape: 'background',
        model: 'claude-haiku-4-5',
        finished: true,
        stoppedByUser: true,
      }),
      {
        agentType: 'Explore',
        description: 'Find every use of Statement',
        toolUseId: 'toolu_01',
        parentAgentId: 'a77',
        model: 'claude-haiku-4-5',
        isFinished: true,
        isStopped: true,
      },
    );
  });

  it('leaves out what is of another type, and takes nothing else for an object', () => {
    assert.deepEqual(
      parseSubagentMeta({
        agentType: 5,
        description: '',
        toolUseId: {},
        parentAgentId: '../../etc',
        model: null,
        finished: 'true',
        stoppedByUser: 1,
      }),
      NOTHING,
    );
    assert.deepEqual(parseSubagentMeta({}), NOTHING);
    for (const other of [null, undefined, 'agentType', 7, [1]])
      assert.equal(parseSubagentMeta(other), null);
  });

  it('keeps no more of a text than is shown', () => {
    const meta = parseSubagentMeta({ agentType: 'é'.repeat(5000), description: 'x'.repeat(5000) });
    assert.ok(meta !== null && meta.agentType!.length <= 160 && meta.description!.length <= 240);
  });
});
