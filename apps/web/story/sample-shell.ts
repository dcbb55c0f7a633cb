import {
  IconAdjustmentsHorizontal,
  IconAlertTriangle,
  IconBuildingFactory2,
  IconChartBar,
  IconClipboardCheck,
  IconCoins,
  IconFileText,
  IconFlask,
  IconHistory,
  IconInbox,
  IconListCheck,
  IconListTree,
  IconPackages,
  IconSchool,
  IconSettings,
  IconShieldCheck,
  IconTool,
  IconTruck,
  IconUserEdit,
  IconUsers,
} from '@tabler/icons-react';
import type { ShellFacts } from '#kernel/web/shell/types.ts';

const at = (name: string): string => `/story/${name}`;

/** The frame of the specimens, as an approver of a production site sees it. */
export const shellFacts: ShellFacts = {
  environment: { isProduction: true, name: 'Production' },
  organization: 'Amani Medical Devices',
  sites: [
    { id: 'kla', name: 'Kampala' },
    { id: 'nbo', name: 'Nairobi' },
  ],
  siteId: 'kla',
  person: { name: 'Paul Okello', username: 'paul.okello' },
  unread: 3,
  creatable: [{ key: 'event', label: 'Quality event', href: at('list') }],
  nav: [
    {
      key: 'own',
      entries: [
        { key: 'inbox', label: 'Inbox', href: at('inbox'), icon: IconInbox, count: 10 },
        { key: 'mine', label: 'My records', href: at('mine'), icon: IconUserEdit, count: 14 },
        { key: 'recent', label: 'Recent', href: at('recent'), icon: IconHistory },
      ],
    },
    {
      key: 'modules',
      label: 'Modules',
      entries: [
        { key: 'edms', label: 'Documents', href: at('edms'), icon: IconFileText },
        {
          key: 'qrm',
          label: 'Quality',
          href: at('qrm'),
          icon: IconAlertTriangle,
          children: [
            { key: 'events', label: 'Events', href: at('list'), count: 38 },
            { key: 'deviations', label: 'Deviations', href: at('record'), count: 12 },
            { key: 'investigations', label: 'Investigations', href: at('investigations'), count: 4 },
            { key: 'capas', label: 'CAPA', href: at('capas'), count: 9 },
            { key: 'changes', label: 'Change control', href: at('changes'), count: 6 },
            { key: 'risk', label: 'Risk', href: at('risk') },
          ],
        },
        { key: 'trm', label: 'Training', href: at('trm'), icon: IconSchool },
        { key: 'lims', label: 'Laboratory', href: at('lims'), icon: IconFlask },
        { key: 'audits', label: 'Audits', href: at('audits'), icon: IconClipboardCheck },
        { key: 'suppliers', label: 'Suppliers', href: at('suppliers'), icon: IconTruck },
      ],
    },
    {
      key: 'make',
      entries: [
        { key: 'orders', label: 'Orders', href: at('orders'), icon: IconAdjustmentsHorizontal },
        { key: 'boms', label: 'Bills of material', href: at('boms'), icon: IconListTree },
        { key: 'production', label: 'Production', href: at('production'), icon: IconBuildingFactory2 },
        { key: 'inspection', label: 'Inspection', href: at('inspection'), icon: IconListCheck },
        { key: 'inventory', label: 'Inventory', href: at('inventory'), icon: IconPackages },
        { key: 'maintenance', label: 'Maintenance', href: at('maintenance'), icon: IconTool },
      ],
    },
    {
      key: 'run',
      entries: [
        { key: 'finance', label: 'Finance', href: at('finance'), icon: IconCoins },
        { key: 'people', label: 'People', href: at('people'), icon: IconUsers },
        { key: 'reports', label: 'Reports', href: at('reports'), icon: IconChartBar },
        { key: 'audit', label: 'Audit trail', href: at('audit'), icon: IconShieldCheck },
        { key: 'admin', label: 'Administration', href: at('admin'), icon: IconSettings },
      ],
    },
  ],
};
