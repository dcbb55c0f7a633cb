/** Parts of the kernel, which no organization can switch off; apart from their definitions, because the frame must not wait for those. */
export const systemModuleIds: ReadonlySet<string> = new Set([
  'access',
  'audit',
  'events',
  'files',
  'jobs',
  'notes',
  'notify',
  'search',
  'settings',
  'sign',
  'tasks',
]);
