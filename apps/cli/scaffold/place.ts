import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';

/** A module on disk. The folder is its id, with an underscore in front where it is not part of the product. */
export interface ModulePlace {
  readonly id: string;
  /** `modules/edms`, relative to the project. */
  readonly folder: string;
}

/** The module of that id or folder name. @throws UserError when there is none */
export function modulePlace(root: string, name: string): ModulePlace {
  const folder = [name, `_${name}`].find((n) => existsSync(join(root, 'modules', n, 'module.ts')));
  if (folder === undefined) throw new UserError(`There is no module "${name}": make it with plumbline new module ${name}.`);
  const id = /\bid:\s*'([a-z0-9]+)'/.exec(readFileSync(join(root, 'modules', folder, 'module.ts'), 'utf8'))?.[1];
  if (id === undefined) throw new UserError(`modules/${folder}/module.ts does not say its id.`);
  return { id, folder: `modules/${folder}` };
}
