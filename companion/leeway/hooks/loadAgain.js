/** Between two tries to put a draft back, and how many there are. */
const TRY_EVERY_MS = 100;
const TRIES = 30;

/**
 * Has Claude Code read its session from the file again, as `/resume` does. What stands in the input
 * box is put back; it is kept nowhere else.
 *
 * Whether it did is told by `session.end` alone: the command answers the same where it failed.
 *
 * @param {import('claude-code').EngineInterface} $
 */
export async function loadAgain($) {
  const draft = await $.prompt.read();
  await $.command.run({ command: 'resume', args: await $.session.id() });
  for (let tried = 0; draft.text !== '' && tried < TRIES; tried++) {
    const { isFilled } = await $.prompt.fill({ text: draft.text });
    if (isFilled) return;
    await $.clock.sleep(TRY_EVERY_MS);
  }
}
