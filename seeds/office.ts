import type { Application } from '#kernel/app';
import { drain } from '#kernel/jobs';
import type { Kernel } from '#kernel/records';
import { type Day, type Instant, instant, today } from '#kernel/values';
import { DEMO_PASSWORD } from './company.ts';
import type { Company } from './company-setup.ts';
import { type ApiRow, type Person, signInAs } from './person.ts';

/** What the people of the company work with while its history is made. */
export interface Office {
  /** A person, signed in once. */
  person(username: string): Promise<Person>;
  /** @throws Error for somebody the company does not have. */
  idOf(username: string): string;
  /** Document type by prefix, category by name. */
  readonly types: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
  /** Documents by the key they have in `documents/`. */
  readonly documents: Map<string, string>;
  /** The time by the clock of the database. */
  now(): Promise<Instant>;
  /** The day it is then in a time zone. */
  today(zone: string): Promise<Day>;
  /** Makes approved versions effective whose day has come. */
  activate(): Promise<void>;
  close(): Promise<void>;
}

/** Every row of a short list, also those that lists leave out unless asked (superseded, terminated). */
export async function rowsOf(person: Person, list: string, filter = 'state.ne=VOIDED'): Promise<readonly ApiRow[]> {
  const { items } = await person.get<{ items: readonly ApiRow[] }>(`${list}?${filter}&limit=200`);
  return items;
}

const byField = (rows: readonly ApiRow[], field: string): ReadonlyMap<string, string> =>
  new Map(rows.map((row) => [String(row[field]), row.id]));

/**
 * The kernel of a process that takes up one job only and leaves all others to the workers: making the pages of official PDFs takes minutes.
 * What the job itself enters into the queue is still looked up among all jobs.
 */
function knowingOnly(kernel: Kernel, code: string): Kernel {
  const { registry, methods } = kernel;
  return {
    ...kernel,
    registry: { ...registry, jobs: registry.jobs.filter((job) => job.code === code) },
    methods: {
      ...methods,
      enqueue: (tx, ...rest) => methods.enqueue(Object.create(tx, { registry: { value: registry } }), ...rest),
    },
  };
}

/** Opens the office: the first to sign in is the document administrator, who sees every document. */
export async function openOffice(app: Application, company: Company): Promise<Office> {
  const signedIn = new Map<string, Promise<Person>>();
  const person = (username: string): Promise<Person> => {
    const known = signedIn.get(username) ?? signInAs(app.http, { username, password: DEMO_PASSWORD });
    signedIn.set(username, known);
    return known;
  };
  const now = async () => {
    const { rows } = await app.kernel.database.pool.query<{ now: string }>('select kernel.now() as now');
    return instant(rows[0]?.now ?? '');
  };
  const dora = await person('dora');
  const activation = knowingOnly(app.kernel, 'edms.activate');
  return {
    person,
    idOf(username) {
      const id = company.ids.get(username);
      if (id === undefined) throw new Error(`the demo company has no ${username}`);
      return id;
    },
    types: byField(await rowsOf(dora, 'edms/document-types'), 'prefix'),
    categories: byField(await rowsOf(dora, 'edms/categories'), 'name'),
    documents: new Map(),
    now,
    today: async (zone) => today(zone, await now()),
    async activate() {
      const failures: unknown[] = [];
      await drain(activation, { onError: (error) => failures.push(error) });
      if (failures.length > 0) throw new AggregateError(failures, 'versions could not be made effective');
    },
    async close() {
      for (const someone of signedIn.values()) await (await someone).signOut();
    },
  };
}
