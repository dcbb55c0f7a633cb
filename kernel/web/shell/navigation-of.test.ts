import { describe, expect, it } from 'vitest';
import { defineModule, defineRecord, text } from '#kernel/schema';
import { creatableOf, navigationOf } from './navigation-of.ts';

const l = (en: string) => ({ en, fr: en });
const Ncr = defineRecord('navtest.ncr', {
  label: l('Nonconformance'),
  plural: l('Nonconformances'),
  number: { pattern: 'NCR-{yyyy}-{####}' },
  scope: 'organization',
  fields: { title: text(l('Title')) },
  title: 'title',
  permissions: {},
  list: ['title'],
  form: [{ title: l('What'), fields: ['title'] }],
});
const navtest = defineModule({
  id: 'navtest',
  label: l('Quality'),
  icon: 'alert-triangle',
  dependsOn: [],
  records: [Ncr],
  nav: [
    { label: l('Events'), path: '/navtest/ncrs', needs: 'navtest.ncr.read' },
    { label: l('Settings'), path: '/navtest/settings', needs: 'navtest.ncr.administer' },
  ],
});
const facts = (permissions: readonly string[], isOn = true) => ({
  modules: [navtest],
  permissions: new Set(permissions),
  isOn: () => isOn,
  label: (label: { en: string }) => label.en,
  inbox: { label: 'Inbox', count: 3 },
  modulesLabel: 'Modules',
});

describe('navigation of a person', () => {
  it('shows only what their permissions reach', () => {
    const groups = navigationOf(facts(['navtest.ncr.read', 'navtest.ncr.create']));
    expect(groups.map((g) => g.entries.map((e) => [e.label, e.href, e.count ?? null]))).toEqual([
      [['Inbox', '/', 3]],
      [['Quality', '/navtest/ncrs', null]],
    ]);
    expect(groups[1]?.entries[0]?.children).toEqual([]);
  });

  it('unfolds a module with several places', () => {
    const groups = navigationOf(facts(['navtest.ncr.read', 'navtest.ncr.administer']));
    expect(groups[1]?.entries[0]?.children?.map((c) => c.label)).toEqual(['Events', 'Settings']);
  });

  it('leaves out a module without any place for them, and one that is switched off', () => {
    expect(navigationOf(facts([]))).toHaveLength(1);
    expect(navigationOf(facts(['navtest.ncr.read'], false))).toHaveLength(1);
  });

  it('offers to create what they may create', () => {
    expect(creatableOf(facts(['navtest.ncr.create']))).toEqual([
      { key: 'navtest.ncr', label: 'Nonconformance', href: '/navtest/ncrs?panel=new' },
    ]);
    expect(creatableOf(facts(['navtest.ncr.read']))).toEqual([]);
  });
});
