import { registerModules } from '#kernel/web/screens/definitions.ts';
import { registerScreens, type ScreenFile } from '#kernel/web/screens/registry.ts';

let loading: Promise<void> | undefined;

/** Loads the record definitions once; they are a chunk of their own, beside the session request. */
export function loadDefinitions(): Promise<void> {
  loading ??= import('./definitions.ts').then(({ allModules }) => registerModules(allModules));
  return loading;
}

const files = import.meta.glob<ScreenFile>('../../modules/*/web/*.screens.tsx');
/** Screens of the kernel's own records; each file is named after its module. */
const systemFiles = import.meta.glob<ScreenFile>('../../kernel/web/system/*/*.screens.tsx');

const started = new Map<string, Promise<void>>();

/** Loads the declared screens of one module, before its first page is drawn. */
export function loadScreens(module: string): Promise<void> {
  const known = started.get(module);
  if (known) return known;
  const mine = [
    ...Object.entries(files).filter(([path]) => path.split('/')[3]?.replace(/^_/, '') === module),
    ...Object.entries(systemFiles).filter(([path]) => path.endsWith(`/${module}.screens.tsx`)),
  ];
  const loaded = Promise.all(mine.map(async ([, load]) => registerScreens(await load()))).then(() => undefined);
  started.set(module, loaded);
  return loaded;
}
