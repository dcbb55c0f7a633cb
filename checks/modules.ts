import type { ESTree } from 'vite';
import { designOrder, placeOf, resolve } from './places.ts';
import { calleeChain, type SourceFile, walk } from './source.ts';

const doors = { '#modules/*': './modules/*' };

/** Local name → module id for what a script imports of modules: their `module.ts`; in the list of modules, whatever part of them it takes. */
function importedModules(file: SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  walk(file, (node) => {
    if (node.type !== 'ImportDeclaration') return;
    const target = resolve(file.path, node.source.value, doors);
    const place = target.kind === 'file' ? placeOf(target.path) : undefined;
    if (place?.area !== 'module' || (place.half !== 'module' && file.path !== 'modules/index.ts')) return;
    for (const specifier of node.specifiers) names.set(specifier.local.name, place.module);
  });
  return names;
}

function elements(array: ESTree.ArrayExpression, names: ReadonlyMap<string, string>): string[] {
  return array.elements.flatMap((element) => {
    const module = element?.type === 'Identifier' ? names.get(element.name) : undefined;
    return module ? [module] : [];
  });
}

/** Reading order of modules/index.ts: the longest array of imported modules in it. */
function orderOf(index: SourceFile): string[] {
  const names = importedModules(index);
  let longest: string[] = [];
  walk(index, (node) => {
    if (node.type !== 'ArrayExpression') return;
    const found = elements(node, names);
    if (found.length > longest.length) longest = found;
  });
  return longest;
}

/** Modules named in `dependsOn` of a module.ts. */
function dependsOn(file: SourceFile): Set<string> {
  const names = importedModules(file);
  const found = new Set<string>();
  walk(file, (node) => {
    if (node.type !== 'Property' || calleeChain(node.key)[0] !== 'dependsOn' || node.value.type !== 'ArrayExpression') return;
    for (const module of elements(node.value, names)) found.add(module);
  });
  return found;
}

/**
 * Order of the modules and what each declares to depend on. A module without a module.ts in the given files is absent from
 * `declared`, so planted trees need only the file that breaks a rule.
 */
export function moduleGraph(files: readonly SourceFile[]): {
  order: readonly string[];
  declared: ReadonlyMap<string, ReadonlySet<string>>;
} {
  const index = files.find((file) => file.path === 'modules/index.ts');
  const declared = new Map<string, ReadonlySet<string>>();
  for (const file of files) {
    const place = placeOf(file.path);
    if (place.area === 'module' && place.half === 'module') declared.set(place.module, dependsOn(file));
  }
  return { order: index ? orderOf(index) : designOrder, declared };
}
