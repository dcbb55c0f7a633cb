import { EmbeddedPostgresError } from '../../kernel/db/embedded/embedded.ts';
import { commands, helpText } from './commands/table.ts';
import { UserError } from './user-error.ts';

// A step that was abandoned when a stop was asked for must not keep the process alive.
process.exit(await main(process.argv.slice(2)));

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 wrong usage. */
async function main(argv: string[]): Promise<number> {
  endWithLauncher();
  const [name = 'help', ...args] = argv;
  if (name === 'help' || args.includes('--help')) {
    process.stdout.write(helpText(name === 'help' ? args[0] : name));
    return 0;
  }
  const command = commands[name];
  if (command === undefined) {
    process.stderr.write(`There is no command "${name}".\n\n${helpText(undefined)}`);
    return 2;
  }
  try {
    const { run } = await command.load();
    return await run(args);
  } catch (error) {
    return report(error, name);
  }
}

function report(error: unknown, name: string): number {
  if (error instanceof UserError || error instanceof EmbeddedPostgresError) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${error.message}\n\n${helpText(name)}`);
    return 2;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

/** A launcher that was killed cannot pass on a signal: its closed channel counts as one. */
function endWithLauncher(): void {
  if (!process.connected) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}
