import type { ToolUseBlock } from './entry';

type Call = Pick<ToolUseBlock, 'toolName' | 'detail'>;

const NAVIGATION = /(?:navigate|goto|open_page|new_page|visit)/i;
/** After them nobody knows where a browser is. */
const BACK_OR_FORWARD = /(?:navigate|go)_?(?:back|forward)|(?:switch|select|close)_?(?:tab|page)/i;
const CODE = /(?:javascript|evaluate|run_code|execute)/i;
const LOCATION_SET = /\blocation(?:\.href)? ?= ?['"`](\/[^'"`]{0,100})['"`]/;
const LOCATION_CHANGED = /\blocation(?:\.href)? ?=[^=]|\blocation\.(?:assign|replace)\(/;
/** A picture of what a browser or a program shows. */
const SCREENSHOT = /screenshot/i;
const FILE_NAME = /\.(?:png|jpe?g|webp)$/i;

/** Whether a call asks for a picture of what is on a screen. */
export function isScreenshot({ toolName, detail }: Call): boolean {
  return (
    SCREENSHOT.test(toolName) || detail?.words === 'screenshot' || detail?.part === 'screenshot'
  );
}

/**
 * Of which pages screenshots were taken: those that a server was sent to last, in the order of the
 * file. A browser stays where it is when a conversation goes back.
 */
export class VisitedPages {
  private readonly pages = new Map<string, string>();
  private readonly pageOfCall = new Map<string, string>();

  add(call: ToolUseBlock): void {
    const { toolName, toolUseId, detail } = call;
    if (!toolName.startsWith('mcp__')) return;
    const server = toolName.slice(0, toolName.indexOf('__', 5));
    const words = detail?.words ?? null;
    this.follow(server, toolName, words);
    const page = this.pages.get(server);
    if (page === undefined || toolUseId === '' || !isScreenshot(call)) return;
    // What the call itself names is nearer than the page, a file to keep the picture in is not.
    if (words === null || words === 'screenshot' || FILE_NAME.test(words))
      this.pageOfCall.set(toolUseId, page);
  }

  /** Host and path; `null` where no page is known, or the call is none that shows it. */
  of({ toolUseId }: Pick<ToolUseBlock, 'toolUseId'>): string | null {
    return this.pageOfCall.get(toolUseId) ?? null;
  }

  private follow(server: string, toolName: string, words: string | null): void {
    if (BACK_OR_FORWARD.test(toolName)) this.pages.delete(server);
    else if (words !== null && NAVIGATION.test(toolName)) this.pages.set(server, words);
    else if (words !== null && CODE.test(toolName) && LOCATION_CHANGED.test(words)) {
      const path = LOCATION_SET.exec(words)?.[1];
      const host = this.pages.get(server)?.replace(/\/.*/s, '');
      if (path === undefined || host === undefined) this.pages.delete(server);
      else this.pages.set(server, `${host}${path.replace(/[?#].*/s, '')}`);
    }
  }
}
