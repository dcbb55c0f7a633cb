import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

/**
 * Takes pictures of the specimens from the built application, to put beside those in the visual direction, and checks them with axe.
 * Usage: `node e2e/specimens.ts <folder for the pictures>` after `npm run build:web`; exit code 1 when axe finds a violation.
 */
const folder = process.argv[2] ?? fileURLToPath(new URL('../test-results/specimens', import.meta.url));
const PORT = 4173;

interface Picture {
  readonly name: string;
  readonly path: string;
  /** Button pressed or focused before the picture is taken. */
  readonly focus?: string;
}

const pictures: readonly Picture[] = [
  { name: 'states', path: '/story' },
  { name: 'list', path: '/story/list' },
  { name: 'record', path: '/story/record', focus: 'Edit report' },
  { name: 'history', path: '/story/record?tab=history' },
  { name: 'sign', path: '/story/record?sign=true' },
  { name: 'sign-in', path: '/sign-in' },
];
const sizes = [
  [1440, 900],
  [1024, 768],
  [375, 700],
] as const;

mkdirSync(folder, { recursive: true });
const server = await preview({
  configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
  preview: { port: PORT, strictPort: true },
  logLevel: 'silent',
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
let violations = 0;
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of sizes) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    for (const { name, path, focus } of pictures) {
      const page = await context.newPage();
      await page.goto(`http://localhost:${PORT}${path}`);
      await page.waitForLoadState('networkidle');
      const target = page.getByRole('button', { name: focus ?? '', exact: true });
      if (focus && (await target.count()) > 0) await target.first().focus();
      await page.evaluate('document.fonts.ready');
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      const { violations: found } = await new AxeBuilder({ page }).analyze();
      violations += found.length;
      for (const violation of found) {
        const where = violation.nodes.map((node) => node.target.join(' ')).join(', ');
        process.stdout.write(`${name} ${width} ${colorScheme}: ${violation.id}, ${violation.help}: ${where}\n`);
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
await server.close();
process.stdout.write(`${pictures.length * sizes.length * 2} pictures, ${violations} violations\n`);
process.exitCode = violations > 0 ? 1 : 0;
