import { parentPort } from 'node:worker_threads';
import { loadTokenCount } from '../core/accounting/loadTokenCount';
import type { TokenCount } from '../core/accounting/tokenCount';
import type { Log } from '../core/log';
import { SessionFollower } from '../core/sessionFollower';
import type { Report, Request } from './protocol';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

const report = (message: Report): void => port.postMessage(message);
const log: Log = {
  debug: (message) => report({ type: 'log', level: 'debug', message }),
  info: (message) => report({ type: 'log', level: 'info', message }),
  warn: (message) => report({ type: 'log', level: 'warn', message }),
  error: (message) => report({ type: 'log', level: 'error', message }),
};

let loading: Promise<TokenCount> | null = null;
const follower = new SessionFollower({
  log,
  loadTokenCount: () => (loading ??= loadTokenCount()),
  onDidChange: (following) => report({ type: 'following', following }),
});

port.on('message', (request: Request) => {
  switch (request.type) {
    case 'follow':
      follower.follow(request.target, request.preferences);
      break;
    case 'list':
      void follower.list(request.scope).then((sessions) => report({ type: 'listed', id: request.id, sessions }));
      break;
  }
});
