/** One command of the command line. `run` returns the exit code. */
export interface Command {
  summary: string;
  usage: string;
  load(): Promise<{ run(args: string[]): Promise<number> }>;
}

/** All commands by name. Each is loaded when it is used, so that `help` and `test` need nothing of the server. */
export const commands: Record<string, Command> = {
  start: {
    summary: 'Start everything on this machine: database, demo company, web application',
    usage: `start [--port 8080] [--host localhost] [--data .data]

  --port   port of the web application (or the environment variable PORT)
  --host   address to listen on (or HOST); 0.0.0.0 for every network of this machine
  --data   folder of the database and the files (or PLUMBLINE_DATA)

  DATABASE_URL names a PostgreSQL 18 to use instead of the embedded one, as a superuser. The demo company is loaded into
  the embedded one only, unless PLUMBLINE_ENVIRONMENT=demo.`,
    load: () => import('./start.ts'),
  },
  dev: {
    summary: 'Like start, but restarts the server and updates the browser at every change',
    usage: `dev [--port 8080] [--web-port 5173] [--data .data]

  --port       port of the API, restarted at every change of the server's files
  --web-port   port of the web application; open this one in the browser
  --data       folder of the database and the files (or PLUMBLINE_DATA)`,
    load: () => import('./dev.ts'),
  },
  test: {
    summary: 'Run every check and test',
    usage: `test [--only step]... [name of a test file]...

  --only   one of lint, types-server, types-web, tests, build, journeys; may be given several times
  Names limit the steps "tests" and "journeys" to files whose path contains one of them.`,
    load: () => import('./test.ts'),
  },
  new: {
    summary: 'Write a new module, record or command in the shapes of modules/_example',
    usage: `new module <id> [--en "Training"] [--fr "Formation"]
plumbline new record <module> <name> [--en "Note line"] [--fr "Ligne de note"]
plumbline new command <module> <record> <verb> [--en "Copy"] [--fr "Copier"]

  --en, --fr   what people read; the name itself where it is left out`,
    load: () => import('./new.ts'),
  },
  draft: {
    summary: 'Write the next migration of a module from what its definitions ask for',
    usage: `draft <module> [--name what_changes] [--data .data]

  Compares the definitions with an empty database that has every migration: an embedded one of its own, or a new
  database on the server of DATABASE_URL, removed afterwards.`,
    load: () => import('./draft.ts'),
  },
  migrate: {
    summary: 'Apply the migrations that are missing',
    usage: `migrate [--data .data]

  --data   folder of the embedded database (or PLUMBLINE_DATA); DATABASE_URL names another one
  start does the same before it serves.`,
    load: () => import('./migrate.ts'),
  },
  verify: {
    summary: 'Verify the whole audit trail: log, records, history, files',
    usage: `verify [--data .data] [--url postgres://…] [--key log.vkey] [--json]

  --data   folder of the database, the files and the published log (or PLUMBLINE_DATA); a running server is not disturbed
  --url    connection of the verifier role, for a database elsewhere
  --key    public keys of the log, kept outside this installation
  --json   the result as JSON

  Ends with 1 when anything was changed, and says which record and field.`,
    load: () => import('./verify.ts'),
  },
};

/** The help of one command, or the list of all. */
export function helpText(name: string | undefined): string {
  const command = name === undefined ? undefined : commands[name];
  if (command !== undefined) return `${command.summary}.\n\nplumbline ${command.usage}\n`;
  const lines = Object.entries(commands).map(([key, { summary }]) => `  ${key.padEnd(8)}${summary}`);
  return `plumbline <command>\n\n${lines.join('\n')}\n  ${'help'.padEnd(8)}Show this list, or "help <command>"\n`;
}
