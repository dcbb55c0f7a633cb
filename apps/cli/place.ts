import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the project. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** The data folder: an option, the environment variable PLUMBLINE_DATA, or `.data` of the project. */
export function dataFolder(option: string | undefined): string {
  const given = option ?? process.env.PLUMBLINE_DATA;
  return given === undefined || given === '' ? resolve(root, '.data') : resolve(given);
}
