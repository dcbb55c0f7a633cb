import { defineModule } from '#kernel/schema';
import { access } from '../access/module.ts';
import { sign } from '../sign/module.ts';
import { Chain } from './records/chain.ts';
import { Delegation, Task } from './records/task.ts';

/** Tasks, approval chains and delegation. */
export const tasks = defineModule({
  id: 'tasks',
  label: { en: 'Work', fr: 'Travail' },
  icon: 'inbox',
  dependsOn: [access, sign],
  records: [Chain, Task, Delegation],
  nav: [{ label: { en: 'Approval chains', fr: 'Circuits d’approbation' }, path: '/tasks/chains', needs: 'tasks.chain.publish' }],
});
