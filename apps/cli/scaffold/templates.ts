import { camel, type Label, labelSource, pascal, plural, quote, words } from './names.ts';

// Shapes of modules/_example, as small as they can be. What a template writes compiles and has routes and screens at once.

/** `modules/<module>/records/<name>.ts` */
export function recordFile(module: string, name: string, label: Label): string {
  const plurals: Label = { en: plural(label.en), fr: plural(label.fr) };
  return `import { defineRecord, text } from '#kernel/schema';

export const ${pascal(name)} = defineRecord(${quote(`${module}.${name}`)}, {
  label: ${labelSource(label)},
  plural: ${labelSource(plurals)},
  scope: 'department',
  regulated: true,
  fields: {
    title: text({ en: 'Title', fr: 'Titre' }, { max: 120 }),
    description: text({ en: 'Description', fr: 'Description' }, { max: 2000, lines: 3 }).optional(),
  },
  title: 'title',
  permissions: { approve: 'approve' },
  states: {
    DRAFT: { label: { en: 'Draft', fr: 'Brouillon' }, family: 'writing' },
    IN_FORCE: { label: { en: 'In force', fr: 'En vigueur' }, family: 'valid', frozen: true },
    ENDED: { label: { en: 'Ended', fr: 'Terminé' }, family: 'ended', frozen: true, hidden: true },
  },
  initial: 'DRAFT',
  transitions: {
    approve: {
      label: { en: 'Approve', fr: 'Approuver' },
      from: ['DRAFT'],
      to: 'IN_FORCE',
      needs: 'approve',
      primary: true,
      sign: { meaning: 'APPROVED' },
    },
    end: { label: { en: 'End', fr: 'Terminer' }, from: ['IN_FORCE'], to: 'ENDED', needs: 'approve', reason: 'required' },
  },
  search: ['description'],
  list: ['title', 'state', 'createdAt'],
  form: [{ title: ${labelSource(label)}, fields: ['title', 'description'] }],
});
`;
}

/** `modules/<module>/server/<verb>-<record>.command.ts` */
export function commandFile(module: string, record: string, verb: string, label: Label): string {
  const definition = pascal(record);
  return `import { z } from 'zod';
import { defineCommand } from '#kernel/records';
import { ${definition} } from '../records/${record}.ts';

/** ${words(verb)}: POST …/{id}/${verb} */
export const ${camel(`${verb}-${record}`)} = defineCommand({
  id: ${quote(`${module}.${record}.${verb}`)},
  label: ${labelSource(label)},
  record: ${definition},
  needs: ${quote(`${module}.${record}.edit`)},
  level: 'write',
  input: z.strictObject({}),
  output: z.object({ id: z.uuid(), version: z.int() }),
  reason: 'required',
  async run(tx, _input, { id }) {
    const row = await tx.get(${definition}, id);
    return { id: row.id, version: row.version };
  },
});
`;
}

/** `modules/<id>/module.ts` */
export function moduleFile(id: string, label: Label): string {
  return `import { defineModule } from '#kernel/schema';

export const ${id} = defineModule({
  id: ${quote(id)},
  label: ${labelSource(label)},
  icon: 'folder',
  dependsOn: [],
  records: [],
  nav: [],
});
`;
}

/** `modules/<id>/server/wiring.ts` */
export function wiringFile(id: string): string {
  return `import { join } from 'node:path';
import type { ModulePart } from '#kernel/app';
import { ${id} } from '../module.ts';

const migrations = join(import.meta.dirname, 'migrations');

/** The server half: rules, commands, jobs and subscribers, bound to the facts of module.ts. */
export const ${id}Part: ModulePart = {
  half: () => ({ module: ${id}, migrations }),
  migrations: { module: ${id}.id, dir: migrations },
};
`;
}

/** `modules/<id>/scenarios/conformance.scenario.ts` */
export function conformanceFile(id: string): string {
  return `import { beforeAll } from 'vitest';
import { conformance, type TestApp } from '#kernel/testing';
import { testApp } from '../../testing.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

// The suite every module must pass, made from its definitions, for some people of the company.
conformance({ app: () => app, module: ${quote(id)}, personas: ['emp1', 'dh', 'insp', 'sam'] });
`;
}

/** `modules/<id>/README.md` */
export function readmeFile(id: string, label: Label): string {
  return `# ${label.en}

One page, for whoever works on \`modules/${id}\` next.

## Concepts

What each record stands for, in a sentence.

## States

The state diagram of the main record.

## What it promises

Requirement ids; each has a scenario in \`scenarios/\` whose title begins with it.

## Always, ask, never

- **Always** change rows by \`tx.create\`, \`tx.update\`, \`tx.transition\`.
- **Ask** before a transition loses its signature, a separation of duties or a required reason.
- **Never** write SQL that changes rows, or edit a migration that was applied.
`;
}
