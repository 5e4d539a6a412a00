/** One command of a shell line. */
export interface ShellPart {
  readonly text: string;
  /** What joins it to the one before; a new line is as a semicolon. `null` for the first. */
  readonly joinedBy: '&&' | '||' | ';' | '|' | null;
}

/** More is no command that somebody would run again. */
const EXAMINED_LENGTH = 20_000;
const HEREDOC = /<<-?[ \t]*(['"]?)([\w.-]{1,80})\1/y;
const JOINTS = ['&&', '||', '|&', ';;', '|', ';', '&'] as const;

/**
 * The commands of a shell line, each whole: what stands in quotes, substitutions, comments and
 * here-documents separates nothing. What is not closed is left out. Goes through the line once,
 * since it is hostile text.
 */
export function shellParts(line: string): readonly ShellPart[] {
  const scan = new ShellScan(line.slice(0, EXAMINED_LENGTH));
  scan.run();
  if (!scan.isClosed || line.length > EXAMINED_LENGTH) scan.found.pop();
  return scan.found
    .map(({ text, joinedBy }) => ({ text: text.replace(/\\\n\s*/g, ' ').trim(), joinedBy }))
    .filter(({ text }) => text !== '');
}

class ShellScan {
  readonly found: ShellPart[] = [];
  isClosed = true;
  private readonly line: string;
  private at = 0;
  private text = '';
  private joinedBy: ShellPart['joinedBy'] = null;
  /** What is open, innermost last: a substitution or a double quote. */
  private readonly open: ('(' | '"')[] = [];
  private readonly heredocs: string[] = [];

  constructor(line: string) {
    this.line = line;
  }

  run(): void {
    while (this.at < this.line.length) this.step();
    this.isClosed &&= this.open.length === 0;
    this.end(null);
  }

  private step(): void {
    const { line, at, open } = this;
    const character = line[at]!;
    const inner = open.at(-1);
    if (character === '\\') this.take(2);
    else if (character === '"') {
      if (inner === '"') open.pop();
      else open.push('"');
      this.take(1);
    } else if (line.startsWith('$(', at)) {
      open.push('(');
      this.take(2);
    } else if (inner === '"') this.take(1);
    else this.stepOutsideQuotes(character);
  }

  private stepOutsideQuotes(character: string): void {
    const { line, at, open } = this;
    const isTop = open.length === 0;
    if (character === "'") {
      const close = line.indexOf("'", at + 1);
      this.isClosed &&= close !== -1;
      this.take(close === -1 ? line.length - at : close - at + 1);
    } else if (character === '(') {
      open.push('(');
      this.take(1);
    } else if (character === ')') {
      open.pop();
      this.take(1);
    } else if (character === '\n') {
      this.take(1);
      this.skipHeredocs();
      if (isTop) this.end(';');
    } else if (character === '#' && /(?:^|\s)$/.test(this.text.slice(-1))) {
      const end = line.indexOf('\n', at);
      this.at = end === -1 ? line.length : end;
    } else if (line.startsWith('<<', at)) {
      if (!this.startHeredoc()) this.take(2);
    } else if (!isTop || !this.takeJoint()) this.take(1);
  }

  private startHeredoc(): boolean {
    HEREDOC.lastIndex = this.at;
    const found = HEREDOC.exec(this.line);
    if (found === null) return false;
    this.heredocs.push(found[2]!);
    this.take(found[0].length);
    return true;
  }

  private skipHeredocs(): void {
    for (const name of this.heredocs.splice(0)) {
      let isOver = false;
      while (!isOver && this.at < this.line.length) {
        const feed = this.line.indexOf('\n', this.at);
        const end = feed === -1 ? this.line.length : feed;
        isOver = this.line.slice(this.at, end).trim() === name;
        this.at = end + 1;
      }
    }
  }

  /** A joint that is no part of a redirection such as `2>&1` or `&>log`. */
  private takeJoint(): boolean {
    const { line, at } = this;
    const joint = JOINTS.find((candidate) => line.startsWith(candidate, at));
    if (joint === undefined) return false;
    if (joint === '&' && (line[at - 1] === '>' || line[at + 1] === '>')) return false;
    this.at += joint.length;
    this.end(joint === '&&' || joint === '||' ? joint : joint.startsWith('|') ? '|' : ';');
    return true;
  }

  private take(length: number): void {
    this.text += this.line.slice(this.at, this.at + length);
    this.at += length;
  }

  private end(joint: ShellPart['joinedBy']): void {
    if (this.text.trim() !== '' || joint === null) {
      this.found.push({ text: this.text, joinedBy: this.joinedBy });
      this.joinedBy = joint;
    }
    this.text = '';
  }
}
