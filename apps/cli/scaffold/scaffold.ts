import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';
import { addImport, addToList, register } from './edit.ts';
import { camel, checkName, type Label, pascal } from './names.ts';
import { modulePlace } from './place.ts';
import { commandFile, conformanceFile, moduleFile, readmeFile, recordFile, wiringFile } from './templates.ts';

/** Texts of the files to write by path, relative to the project. Nothing is written until all of them are known. */
type Plan = ReadonlyMap<string, string>;

const read = (root: string, path: string) => readFile(join(root, path), 'utf8');
function expectAbsent(root: string, path: string): void {
  if (existsSync(join(root, path))) throw new UserError(`${path} exists already.`);
}

/** A module: its folder, one line in modules/index.ts and one in modules/web.ts. */
export async function planModule(root: string, name: string, label: Label): Promise<Plan> {
  const id = checkName('module', name);
  const folder = `modules/${id}`;
  expectAbsent(root, folder);
  const index = register(await read(root, 'modules/index.ts'), 'modules/index.ts', {
    importLine: `import { ${id}Part } from './${id}/server/wiring.ts';`,
    list: /export const modules[^=]*=\s*\[/,
    name: `${id}Part`,
  });
  const web = register(await read(root, 'modules/web.ts'), 'modules/web.ts', {
    importLine: `import { ${id} } from './${id}/module.ts';`,
    list: /export const moduleDefinitions[^=]*=\s*\[/,
    name: id,
  });
  return new Map([
    [`${folder}/module.ts`, moduleFile(id, label)],
    [`${folder}/server/wiring.ts`, wiringFile(id)],
    [`${folder}/README.md`, readmeFile(id, label)],
    [`${folder}/scenarios/conformance.scenario.ts`, conformanceFile(id)],
    ['modules/index.ts', index],
    ['modules/web.ts', web],
  ]);
}

/** A record type: its file, and one line in the module's module.ts. */
export async function planRecord(root: string, module: string, name: string, label: Label): Promise<Plan> {
  checkName('record', name);
  const { id, folder } = modulePlace(root, module);
  const file = `${folder}/records/${name}.ts`;
  expectAbsent(root, file);
  const path = `${folder}/module.ts`;
  const changed = register(await read(root, path), path, {
    importLine: `import { ${pascal(name)} } from './records/${name}.ts';`,
    list: /\brecords:\s*\[/,
    name: pascal(name),
  });
  return new Map([
    [file, recordFile(id, name, label)],
    [path, changed],
  ]);
}

/** A command on one record: its file, and one line in the module's server/wiring.ts. */
export async function planCommand(root: string, module: string, record: string, verb: string, label: Label): Promise<Plan> {
  checkName('record', record);
  checkName('verb', verb);
  const { id, folder } = modulePlace(root, module);
  if (!existsSync(join(root, folder, 'records', `${record}.ts`)))
    throw new UserError(`There is no ${folder}/records/${record}.ts: make it with plumbline new record ${module} ${record}.`);
  const file = `${folder}/server/${verb}-${record}.command.ts`;
  expectAbsent(root, file);
  const path = `${folder}/server/wiring.ts`;
  return new Map([
    [file, commandFile(id, record, verb, label)],
    [path, wired(await read(root, path), path, `${verb}-${record}`)],
  ]);
}

/** The wiring with the command in its list; the list is begun where the module has no command yet. */
function wired(text: string, path: string, stem: string): string {
  const name = camel(stem);
  const importLine = `import { ${name} } from './${stem}.command.ts';`;
  const listed = addToList(text, /\bcommands:\s*\[/, name);
  if (listed !== undefined) return addImport(listed, importLine);
  const begun = text.replace(/\bmodule(?::\s*\w+)?,/, (found) => `${found} commands: [${name}],`);
  if (begun === text || /\bcommands:/.test(text))
    throw new UserError(`${path} has another shape than expected: add ${name} to its commands by hand, with ${importLine}`);
  return addImport(begun, importLine);
}

/** Writes the planned files. @returns their paths, in order */
export async function write(root: string, plan: Plan): Promise<string[]> {
  for (const [path, text] of plan) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return [...plan.keys()];
}
