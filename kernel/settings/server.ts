import { join } from 'node:path';
import { rulesFor, type ServerHalf } from '#kernel/records';
import { rule } from '#kernel/schema';
import { isSettingKey } from './catalogue.ts';
import { settings } from './module.ts';
import { SettingChange } from './records/setting.ts';
import { settingRules } from './rules.ts';
import { applySetting, parseSetting } from './service.ts';

/** What settings bring to the server. */
export const settingsServer: ServerHalf = {
  module: settings,
  migrations: join(import.meta.dirname, 'migrations'),
  rules: [
    rulesFor(SettingChange, {
      confirm: {
        guard: (tx, row) => {
          rule(isSettingKey(row.key), settingRules['setting.unknown'], { key: row.key });
          parseSetting(tx, row.key, row.after);
        },
        then: async (tx, row) => {
          if (isSettingKey(row.key)) await applySetting(tx, row.key, row.after, row.why);
        },
      },
    }),
  ],
};
