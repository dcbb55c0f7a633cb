import { fileURLToPath } from 'node:url';
import type { ServerHalf } from '#kernel/records';
import { chainRules } from './chains.ts';
import { delegate, reassignTask } from './commands.ts';
import { tasks } from './module.ts';

export * from './chains.ts';
export * from './commands.ts';
export { tasks } from './module.ts';
export { Chain, type ChainStep } from './records/chain.ts';
export { Delegation, Task } from './records/task.ts';
export * from './routes.ts';
export * from './rules.ts';
export * from './stages.ts';

export const tasksHalf: ServerHalf = {
  module: tasks,
  rules: [chainRules],
  commands: [reassignTask, delegate],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
};
