import assert from 'node:assert/strict';
import { formatTable, medianRow, passes } from '../../bench/row';
import { percentile } from '../../bench/statistics';

describe('A row of the benchmark', () => {
  it('passes up to its gate, and always without one', () => {
    assert.ok(passes({ name: '', unit: 'ratio', value: 0.15, gate: 0.15 }));
    assert.ok(!passes({ name: '', unit: 'ratio', value: 0.1501, gate: 0.15 }));
    assert.ok(passes({ name: '', unit: 'ms', value: 1e9, gate: null }));
  });

  it('does not pass when it could not be measured', () => {
    assert.ok(!passes({ name: '', unit: 'count', value: NaN, gate: 0 }));
    assert.ok(!passes(medianRow('', 'ms', 1, [])));
  });

  it('is the median of its rounds and tells their spread', () => {
    const row = medianRow('Scan', 'ratio', 1, [0.9, 3, 0.7]);
    assert.deepEqual([row.value, row.spread], [0.9, [0.7, 3]]);
    assert.match(formatTable([row]), /Scan +0\.900 +0\.700 … 3\.000 +≤ 1 +ok/);
  });
});

describe('percentile', () => {
  const samples = Array.from({ length: 300 }, (_, index) => 300 - index);
  it('needs no order and stays within the samples', () => {
    assert.deepEqual(
      [percentile(samples, 0.5), percentile(samples, 0.99), percentile(samples, 1)],
      [151, 298, 300],
    );
  });
});
