import { rawColours } from './colours.ts';
import { dependencyViolations } from './dependencies.ts';
import { largeFiles } from './file-size.ts';
import { forbiddenPatterns, unfinishedTexts } from './forbidden.ts';
import { importViolations } from './imports.ts';
import { ruleIdViolations } from './rule-ids.ts';
import type { Scanner } from './source.ts';
import { sqlViolations } from './sql-use.ts';
import { testShapeViolations } from './test-shape.ts';
import { translationViolations } from './translations.ts';
import { foreignWords, machinePaths, registryHosts } from './words.ts';

/** Every check over the tree by the name it has in baseline.json. `node checks/refresh.ts` and the tests use the same list. */
export const checks = {
  imports: importViolations,
  'file-size': (files) => largeFiles(files).filter((finding) => finding.rule === 'too-large'),
  'rule-ids': ruleIdViolations,
  translations: translationViolations,
  colours: rawColours,
  forbidden: (files) => [...forbiddenPatterns(files), ...unfinishedTexts(files)],
  words: (files) => [...foreignWords(files), ...machinePaths(files), ...registryHosts(files)],
  'sql-use': sqlViolations,
  'test-shape': testShapeViolations,
  dependencies: dependencyViolations,
} as const satisfies Record<string, Scanner>;
