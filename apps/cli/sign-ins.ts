/** Somebody of the demo company. */
export interface SignIn {
  username: string;
  password: string;
  role: string;
}

/** The sign-ins of the demo company as a table for the terminal; empty text when there are none. */
export function signInTable(signIns: readonly SignIn[]): string {
  if (signIns.length === 0) return '';
  const rows = [{ username: 'User name', password: 'Password', role: 'Role' }, ...signIns];
  const width = (key: 'username' | 'password') => Math.max(...rows.map((row) => row[key].length)) + 2;
  const [first, second] = [width('username'), width('password')];
  return `\n${rows.map((row) => `  ${row.username.padEnd(first)}${row.password.padEnd(second)}${row.role}`).join('\n')}\n`;
}
