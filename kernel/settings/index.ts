export {
  isSettingKey,
  originalPolicies,
  recognisedExtensions,
  type SettingCategory,
  type SettingKey,
  type SettingSpec,
  type SettingValue,
  settingCatalogue,
  specOfSetting,
} from './catalogue.ts';
export { settings } from './module.ts';
export { Setting, SettingChange, Term } from './records/setting.ts';
export { settingRoutes } from './routes.ts';
export { settingRules } from './rules.ts';
export { settingsServer } from './server.ts';
export { applySetting, type ChangeOutcome, changeSetting, type SettingLine, settingLines } from './service.ts';
export { getSetting, listenForSettings } from './values.ts';
