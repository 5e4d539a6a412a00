// Does one operation on a stage, in a process of its own that is ended in the middle of it.
import { type CallMoment, countCalls } from './countedCalls';
import type { Operation } from './stage';

export interface ActOrder {
  readonly folder: string;
  readonly operation: Operation;
  readonly killAt: CallMoment | null;
}

export type ActMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended'; readonly outcome: string; readonly calls: number };

// What passes a limit of the file's size is told by EFBIG then, as a full disk tells it.
process.on('SIGXFSZ', () => undefined);

prepare().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

async function prepare(): Promise<void> {
  const calls = countCalls();
  const { Stage } = await import('./stage');
  process.once('message', ({ folder, operation, killAt }: ActOrder) => {
    calls.killAt(killAt);
    new Stage(folder).run(operation).then(
      (outcome) => {
        send({ kind: 'ended', outcome, calls: calls.count() });
        process.disconnect();
      },
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  send({ kind: 'ready' });
}

function send(message: ActMessage): void {
  process.send!(message);
}
