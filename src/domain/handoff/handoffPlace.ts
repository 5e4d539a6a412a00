/** Names of devices on Windows, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
/** `git~1` is what Windows may call it as well. */
const GIT = /^(?:\.git|git~\d+)$/i;

/**
 * Whether a path below a folder, as a setting of the folder or a link in it may name it, is one
 * that a handoff may be written to: below that folder by its names alone, on every system one and
 * the same file, and not where git runs it or Claude Code obeys it.
 */
export function isHandoffPlace(path: string): boolean {
  const names = path.split(/[\\/]/).filter((name) => name !== '.');
  return (
    names.length > 0 &&
    names.every(isFileName) &&
    !names.some((name) => GIT.test(name)) &&
    // what lies deeper are commands, agents, skills, hooks
    !names.slice(0, -2).some((name) => /^\.claude$/i.test(name))
  );
}

/** No control, no mark that Windows has other uses for, and nothing that is not seen. */
function isFileName(name: string): boolean {
  return (
    /^[^\p{Cc}\p{Cf}\u2028\u2029:*?"<>|]+$/u.test(name) && !/[. ]$/.test(name) && !DEVICE.test(name)
  );
}
