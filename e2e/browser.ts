import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import { startWorker } from '#kernel/jobs';
import type { TestApp } from '#kernel/testing';
import { testApp } from '../modules/testing.ts';

const webRoot = join(import.meta.dirname, '..', 'dist', 'web');
const pictures = join(import.meta.dirname, '..', 'test-results', 'journeys');

/** The real application with its built web application, a worker, and people at browsers. */
export interface Stage {
  readonly app: TestApp;
  readonly url: string;
  /** A person who has signed in through the sign-in page. */
  person(
    username: string,
    options?: { readonly scheme?: 'light' | 'dark'; readonly width?: number; readonly height?: number },
  ): Promise<Page>;
  /** Keeps a picture as build output. */
  picture(page: Page, name: string): Promise<void>;
  /** No axe violation on the page as it stands. */
  accessible(page: Page): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const app = await testApp(webRoot);
  const worker = startWorker(app.kernel, { intervalMs: 200 });
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  const address = app.http.server.address();
  const url = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  mkdirSync(pictures, { recursive: true });
  afterAll(async () => {
    await browser.close();
    await worker.stop();
  });
  return {
    app,
    url,
    async person(username, { scheme = 'light', width = 1440, height = 900 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
      });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(`${url}/sign-in`);
      await page.getByLabel('User ID').fill(username);
      await page.getByLabel('Password', { exact: true }).fill((await app.as(username)).password);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
      return page;
    },
    async picture(page, name) {
      await page.evaluate('document.fonts.ready');
      await page.screenshot({ path: join(pictures, `${name}.png`) });
    },
    async accessible(page) {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(
          (v) =>
            `${v.id}: ${v.nodes
              .map((n) => n.target.join(' '))
              .slice(0, 3)
              .join(' | ')}`,
        ),
      ).toEqual([]);
    },
  };
}
