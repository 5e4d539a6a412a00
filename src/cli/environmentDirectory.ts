import { homedir } from 'node:os';
import { configDirectory } from '../io/sessions/configDirectory';

/** The config directory of Claude Code's that a terminal is about. */
export function environmentDirectory(): string {
  return configDirectory({
    setting: undefined,
    env: process.env,
    homeDirectory: homedir(),
    platform: process.platform,
  });
}
