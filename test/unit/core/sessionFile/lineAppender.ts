// Appends numbered lines to a file until it is told to stop, as Claude Code does: opened anew for
// each write. Run as a process of its own.
import { appendFileSync, closeSync, existsSync, openSync, writeSync } from 'node:fs';

const [path, stopFile] = process.argv.slice(2) as [string, string];
let number = 0;
process.stdout.write('appending\n');
while (!existsSync(stopFile)) {
  const line = `{"appended":${number},"filler":"${'x'.repeat((number * 37) % 700)}"}\n`;
  if (number % 3 === 0) {
    const file = openSync(path, 'a');
    writeSync(file, line);
    closeSync(file);
  } else appendFileSync(path, line);
  number++;
  const pauseEnd = performance.now() + (number % 5) * 0.2;
  while (performance.now() < pauseEnd);
}
process.stdout.write(`${number}\n`);
