import { assembly } from './assembly.ts';
import type { DemoDocument } from './document.ts';
import { forms } from './forms.ts';
import { laboratory } from './laboratory.ts';
import { management } from './management.ts';
import { packaging } from './packaging.ts';
import { production } from './production.ts';
import { qualityProcesses } from './quality-processes.ts';
import { qualitySystem } from './quality-system.ts';
import { recordDocuments } from './records.ts';
import { regulatory } from './regulatory.ts';
import { support } from './support.ts';

/** All documents of the demo company, in the order their numbers are drawn. */
export const demoDocuments: readonly DemoDocument[] = [
  ...qualitySystem,
  ...qualityProcesses,
  ...management,
  ...production,
  ...assembly,
  ...packaging,
  ...laboratory,
  ...regulatory,
  ...support,
  ...forms,
  ...recordDocuments,
];
