import path from 'node:path';

export const projectDirectory = path.resolve(__dirname, '..', '..');

/**
 * Where everything lives that tests fetch: ignored by git, kept out of the .vsix, safe to delete.
 */
export const cacheDirectory = path.join(projectDirectory, '.cache');
