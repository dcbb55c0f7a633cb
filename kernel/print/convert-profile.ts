type Setting = readonly [path: string, name: string, value: string | number | boolean];

const SCRIPTING = '/org.openoffice.Office.Common/Security/Scripting';
const INTERNET = '/org.openoffice.Inet/Settings';

/** Settings of the throw-away profile; written as data because LibreOffice has no command line switch for any of them. */
const settings: readonly Setting[] = [
  [SCRIPTING, 'MacroSecurityLevel', 3],
  [SCRIPTING, 'DisableMacrosExecution', true],
  [SCRIPTING, 'DisableActiveContent', true],
  [SCRIPTING, 'BlockUntrustedRefererLinks', true],
  ['/org.openoffice.Office.Writer/Content/Update', 'Link', 0],
  ['/org.openoffice.Office.Calc/Content/Update', 'Link', 2],
  ['/org.openoffice.Office.Common/Misc', 'UseLocking', false],
  // A proxy that is not there: what still tries to reach out fails at once, on machines without network namespaces too.
  [INTERNET, 'ooInetProxyType', 2],
  [INTERNET, 'ooInetHTTPProxyName', '127.0.0.1'],
  [INTERNET, 'ooInetHTTPProxyPort', 9],
  [INTERNET, 'ooInetHTTPSProxyName', '127.0.0.1'],
  [INTERNET, 'ooInetHTTPSProxyPort', 9],
  [INTERNET, 'ooInetNoProxy', ''],
];

/** The `registrymodifications.xcu` of a profile that runs no macro, follows no link and asks no network. */
export function hardenedProfile(): string {
  const items = settings.map(
    ([path, name, value]) =>
      `<item oor:path="${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    ...items,
    '</oor:items>',
  ].join('\n');
}
