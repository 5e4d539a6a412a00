import { closeBrowser } from '../webview/openPage';
import { measurePage } from './measurePage';
import { medianRow, type Row } from './row';
import { median, percentile } from './statistics';

const ROUNDS = 3;
const ITEMS = 50_000;

/** What a person waits for on the page of a session with very many items. */
export async function pageRows(): Promise<Row[]> {
  const ratios = { draw: [] as number[], filter: [] as number[], frame: [] as number[] };
  const ms = {
    draw: [] as number[],
    filter: [] as number[],
    frame: [] as number[],
    interval: [] as number[],
    sort: [] as number[],
  };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const page = await measurePage(ITEMS);
      const sort = median(page.sortMs);
      const filter = median(page.filterMs);
      const frame = percentile(page.frameMs, 0.95);
      ms.sort.push(sort);
      ms.draw.push(page.drawMs);
      ms.filter.push(filter);
      ms.frame.push(frame);
      ms.interval.push(percentile(page.intervalMs, 0.95));
      ratios.draw.push(page.drawMs / sort);
      ratios.filter.push(filter / sort);
      ratios.frame.push(frame / sort);
    }
  } finally {
    await closeBrowser();
  }
  const items = `${ITEMS.toLocaleString('en')} items`;
  return [
    bestOf(
      `Page: a key in the filter until it is painted, ${items} ÷ sorting as many names`,
      9,
      ratios.filter,
    ),
    bestOf('  a frame of scrolling through them, p95', 2.5, ratios.frame),
    bestOf('  all of them received and drawn', 100, ratios.draw),
    medianRow('  a key in the filter until it is painted', 'ms', null, ms.filter),
    medianRow('  a frame of scrolling, p95', 'ms', null, ms.frame),
    medianRow('  from frame to frame while scrolling, p95', 'ms', null, ms.interval),
    medianRow('  all of them received and drawn, in ms', 'ms', null, ms.draw),
    medianRow('  sorting as many names', 'ms', null, ms.sort),
  ];
}

function bestOf(name: string, gate: number, ratios: readonly number[]): Row {
  return { ...medianRow(name, 'ratio', gate, ratios), value: Math.min(...ratios) };
}
