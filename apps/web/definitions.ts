import { systemModules } from '#kernel/web/system/modules.ts';
import { moduleDefinitions } from '#modules/web.ts';

/** Everything that has generated screens, in the order of the navigation: modules first, administration last. */
export const allModules = [...moduleDefinitions, ...systemModules];
