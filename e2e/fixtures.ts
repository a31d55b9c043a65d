import AxeBuilder from '@axe-core/playwright';
import { type Browser, test as base, chromium, expect, type Page } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';

/** Nothing that axe knows of is wrong with the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // Where a page was renewed in place, its title comes a moment after its words.
  await expect(page).toHaveTitle(/\S/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join('; ')}`,
    ),
  ).toEqual([]);
}

/** Adds up the layout shifts of each page that is opened from now on. Gives what reads the sum of the one that is open. */
export async function watchLayoutShift(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Object.assign(globalThis, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Object.assign(globalThis, { shift: Reflect.get(globalThis, 'shift') + Reflect.get(entry, 'value') });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => Reflect.get(globalThis, 'shift') as number);
}

type Fixtures = { page: Page };
type WorkerFixtures = { browser: Browser };

export const test = base.extend<Fixtures, WorkerFixtures>({
  browser: [
    async ({}, use) => {
      // A Chromium out of an npm package on Linux x64; Playwright's own elsewhere (installed by bin/test.ts).
      const packaged = process.platform === 'linux' && process.arch === 'x64';
      const browser = await chromium.launch(
        packaged ? { executablePath: await sparticuz.executablePath(), args: ['--no-sandbox', '--disable-gpu'] } : {},
      );
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  // An uncaught error or a console error on any page fails the test, and so does a request to another host.
  page: async ({ page, baseURL }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 404/.test(message.text()))
        problems.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(baseURL ?? '').origin)
        problems.push(`other host: ${request.url()}`);
    });
    await use(page);
    expect(problems).toEqual([]);
  },
});

export { expect };
