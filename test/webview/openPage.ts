import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import type { FromInspectorPage, ToInspectorPage } from '../../src/features/inspector/protocol';
import { findOrInstallShell } from '../setup/chromium';
import { projectDirectory } from '../setup/cacheDirectory';
import type { Theme } from './themes';
import { dark } from './themes';

const ORIGIN = 'http://inspector.test';
const NONCE = 'dGVzdA';
/** As the extension sets it, with this page's own source. */
const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  `style-src ${ORIGIN}`,
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface PageOptions {
  /** Which of the built pages; the inspector by default. */
  readonly which?: 'inspector' | 'prune' | 'recover' | 'companion' | 'loss';
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** 2 is a zoom of 200 %: half as many CSS pixels, each twice as large. */
  readonly zoom?: number;
  readonly reducedMotion?: boolean;
  /** With the texts of this bundle, as in a window of that language; English by default. */
  readonly bundle?: { readonly language: string; readonly texts: Readonly<Record<string, string>> };
  /** What VS Code kept of an earlier page. */
  readonly state?: unknown;
}

/** The inspector's page as built, in a browser, with a stand-in for VS Code. */
export interface OpenPage {
  readonly page: Page;
  /** What went wrong on the page: exceptions, and what its policy forbade. */
  readonly problems: readonly string[];
  readonly send: (...messages: readonly ToInspectorPage[]) => Promise<void>;
  /** Sends anything, as a broken or hostile sender would. */
  readonly sendRaw: (message: unknown) => Promise<void>;
  readonly sent: () => Promise<readonly FromInspectorPage[]>;
  readonly keptState: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Delivers a message as VS Code does, and waits until the page is drawn. */
const DELIVER = `(sent) =>
  new Promise((drawn) => {
    window.dispatchEvent(new MessageEvent('message', { data: sent }));
    requestAnimationFrame(() => drawn());
  })`;

interface Recorder {
  readonly sent: FromInspectorPage[];
  state: unknown;
}

const FONTS = {
  'font-family': "Inter,system-ui,'DejaVu Sans',sans-serif",
  'font-size': '13px',
  'editor-font-family': "'DejaVu Sans Mono',monospace",
};

let browser: Browser | null = null;

async function launched(): Promise<Browser> {
  browser ??= await chromium.launch({
    executablePath: await findOrInstallShell(console.log),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
  return browser;
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = null;
}

export async function openPage({
  which = 'inspector',
  theme = dark,
  width = 1100,
  height = 800,
  zoom = 1,
  reducedMotion = false,
  bundle,
  state,
}: PageOptions = {}): Promise<OpenPage> {
  const context = await (
    await launched()
  ).newContext({
    viewport: { width: Math.floor(width / zoom), height: Math.floor(height / zoom) },
    deviceScaleFactor: zoom,
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    colorScheme: theme.scheme,
    locale: 'en-US',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      problems.push(message.text());
  });
  await page.route('**/*', (route) => {
    const { pathname, origin } = new URL(route.request().url());
    if (origin !== ORIGIN) {
      problems.push(`asked for ${route.request().url()}`);
      return route.abort();
    }
    if (pathname === '/')
      return route.fulfill({ contentType: 'text/html', body: documentOf(theme, which, bundle) });
    if (pathname === '/theme.css')
      return route.fulfill({ contentType: 'text/css', body: themeSheet(theme) });
    if (pathname === '/favicon.ico') return route.fulfill({ status: 204 });
    return route.fulfill({
      contentType: pathname.endsWith('.js') ? 'text/javascript' : 'text/css',
      body: readFileSync(path.join(projectDirectory, 'dist', path.basename(pathname))),
    });
  });
  await page.addInitScript({ content: standIn(state) });
  await page.goto(`${ORIGIN}/`);
  const sendRaw = async (message: unknown): Promise<void> => {
    const deliver = await page.evaluateHandle<(sent: unknown) => Promise<void>>(DELIVER);
    await deliver.evaluate((run, sent) => run(sent), message);
    await deliver.dispose();
  };
  return {
    page,
    problems,
    sendRaw,
    send: async (...messages) => {
      for (const message of messages) await sendRaw(message);
    },
    sent: () =>
      page.evaluate(() => (globalThis as unknown as { recorder: Recorder }).recorder.sent),
    keptState: () =>
      page.evaluate(() => (globalThis as unknown as { recorder: Recorder }).recorder.state),
    close: () => context.close(),
  };
}

/** In the page's own words: what a bundler makes of a function does not run there. */
function standIn(state: unknown): string {
  return `
    const recorder = { sent: [], state: ${JSON.stringify(state ?? null)} };
    globalThis.recorder = recorder;
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => recorder.sent.push(message),
      getState: () => recorder.state,
      setState: (state) => { recorder.state = state; },
    });`;
}

function documentOf(
  { bodyClass, kind }: Theme,
  which: string,
  { language, texts }: NonNullable<PageOptions['bundle']> = { language: 'en', texts: {} },
): string {
  const bundled = JSON.stringify(texts).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!DOCTYPE html>
<html lang="${language}" data-texts="${bundled}"><head><meta charset="utf-8"><title>Context</title>
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/${which}.css"></head>
<body class="${bodyClass}" data-vscode-theme-kind="${kind}"><main id="page"></main>
<div id="live" class="hidden" role="status" aria-live="polite"></div>
<script nonce="${NONCE}" src="/${which}.js"></script></body></html>`;
}

function themeSheet({ tokens, scheme }: Theme): string {
  const values = Object.entries({ ...tokens, ...FONTS })
    .map(([name, value]) => `--vscode-${name}:${value};`)
    .join('');
  return `:root{color-scheme:${scheme};${values}}`;
}
