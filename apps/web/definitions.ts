import { moduleDefinitions } from '#modules/web.ts';
import { access } from '../../kernel/access/module.ts';
import { tasks } from '../../kernel/tasks/module.ts';

/** Everything that has generated screens, in the order of the navigation: modules first, administration last. */
export const allModules = [...moduleDefinitions, tasks, access];
