import { expect, test } from 'vitest';
import { expectOnlyFrozen } from './expect-frozen.ts';
import { declaredRules, ruleIdViolations, untestedRules } from './rule-ids.ts';
import { plant, repository, rulesOf } from './source.ts';

const good = `{ status: 422, en: 'No file', fr: 'Aucun fichier' }`;
const declare = (body: string, use = '') => plant('modules/edms/server/rules.ts', `const r = defineRules({ ${body} }); ${use}`);

test.each<[string, string, string, string]>([
  ['an id that is not dotted kebab case', `'Edms.NoFile': ${good}`, `r['Edms.NoFile']`, 'rule-id-form'],
  ['an id without a dot', `nofile: ${good}`, `r['nofile']`, 'rule-id-form'],
  ['an id declared twice', `'a.b': ${good}, 'a.b': ${good}`, `r['a.b']`, 'rule-id-duplicate'],
  ['no French', `'a.b': { status: 422, en: 'No file' }`, `r['a.b']`, 'rule-id-untranslated'],
  ['French copied from English', `'a.b': { status: 422, en: 'No file', fr: 'No file' }`, `r['a.b']`, 'rule-id-untranslated'],
  [
    'an untranslated way out',
    `'a.b': { status: 422, en: 'No', fr: 'Non', way: { en: 'Ask', fr: ' ' } }`,
    `r['a.b']`,
    'rule-id-untranslated',
  ],
  ['a rule nobody refuses with', `'a.b': ${good}`, '', 'rule-id-unused'],
  ['a literal id nobody declares', '', `refuse('a.c')`, 'rule-id-undeclared'],
  ['a literal id in the second place', '', `rule(x > 0, 'a.c')`, 'rule-id-undeclared'],
  ['a literal id that is a sentence', '', `throw new AppError('No file')`, 'rule-id-form'],
])('planted: %s', (_what, body, use, expected) => {
  expect(rulesOf(ruleIdViolations(declare(body, use)))).toEqual([expected]);
});

test('planted: the same id in two files', () => {
  const files = [
    ...declare(`'a.b': ${good}`, `r['a.b']`),
    { path: 'kernel/http/rules.ts', text: `defineRules({ 'a.b': ${good} })` },
  ];
  expect(rulesOf(ruleIdViolations(files))).toEqual(['rule-id-duplicate']);
});

test('planted: a test that expects a rule nobody declares', () => {
  expect(rulesOf(ruleIdViolations(plant('modules/edms/scenarios/a.scenario.ts', `expectRule(x, 'a.b')`)))).toEqual([
    'rule-id-undeclared',
  ]);
});

test('a declared, translated and used rule passes', () => {
  expect(ruleIdViolations(declare(`'document.submit.no-file': ${good}`, `rule(file, r['document.submit.no-file'])`))).toEqual([]);
});

test('a rule no test names is known', () => {
  const files = declare(`'a.b': ${good}, 'a.c': ${good}`);
  expect(untestedRules([...files, { path: 'modules/edms/scenarios/a.scenario.ts', text: `expectRule(x, 'a.b')` }])).toEqual([
    'a.c',
  ]);
});

test('every rule of the repository is well named, translated, declared once and used', () => {
  const files = repository();
  const untested = untestedRules(files);
  if (untested.length > 0)
    console.warn(`rules no test names: ${untested.length} of ${declaredRules(files).length}\n  ${untested.join('\n  ')}`);
  expectOnlyFrozen('rule-ids');
});
