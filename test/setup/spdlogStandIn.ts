// Stands in for @vscode/spdlog inside code-server. The real one is a native module that would have
// to be compiled on every machine; without either, the host writes no log files and output channels
// of the log kind stay empty.
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;

export const version = 0;

export function setLevel(): void {
  // each logger has a level of its own
}

export function setFlushOn(): void {
  // every line is written at once
}

export class Logger {
  readonly #file: string;
  #level = 0;
  #bare = false;

  constructor(_type: string, _name: string, file: string) {
    this.#file = file;
    mkdirSync(path.dirname(file), { recursive: true });
  }

  trace(text: string): void {
    this.#write(0, text);
  }
  debug(text: string): void {
    this.#write(1, text);
  }
  info(text: string): void {
    this.#write(2, text);
  }
  warn(text: string): void {
    this.#write(3, text);
  }
  error(text: string): void {
    this.#write(4, text);
  }
  critical(text: string): void {
    this.#write(5, text);
  }
  getLevel(): number {
    return this.#level;
  }
  setLevel(level: number): void {
    this.#level = level;
  }
  clearFormatters(): void {
    this.#bare = true;
  }
  setPattern(): void {
    // the only pattern VS Code sets is the one written below
  }
  flush(): void {
    // nothing is held back
  }
  drop(): void {
    // no file is held open
  }

  #write(level: number, text: string): void {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.#file, this.#bare ? text : `${time} [${levels[level] ?? ''}] ${text}\n`);
  }
}

export function createRotatingLogger(name: string, file: string): Promise<Logger> {
  return Promise.resolve(new Logger('rotating', name, file));
}

export function createAsyncRotatingLogger(name: string, file: string): Promise<Logger> {
  return Promise.resolve(new Logger('rotating_async', name, file));
}
