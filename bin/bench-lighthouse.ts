import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { median } from './bench-http.ts';

type Report = {
  categories: Record<'performance' | 'accessibility' | 'best-practices' | 'seo', { score: number }>;
  audits: Record<string, { numericValue?: number } | undefined>;
};

/** Lighthouse's four mobile scores (performance, accessibility, best practices, SEO) and what stands behind them. */
export async function lighthouse(address: string, runs: number): Promise<{ text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-lighthouse-'));
  const reports: Report[] = [];
  try {
    for (let run = 0; run < runs; run++) {
      const path = join(folder, `${run}.json`);
      await once(address, path);
      reports.push(JSON.parse(readFileSync(path, 'utf8')) as Report);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const score = (name: keyof Report['categories']) =>
    Math.round(median(reports.map((report) => report.categories[name].score)) * 100);
  const value = (name: string) => median(reports.map((report) => report.audits[name]?.numericValue ?? Number.NaN));
  const scores = [score('performance'), score('accessibility'), score('best-practices'), score('seo')].join('/');
  return {
    text: `${scores}, LCP ${(value('largest-contentful-paint') / 1000).toFixed(2)} s, CLS ${value('cumulative-layout-shift').toFixed(3)}, ${Math.round(value('total-byte-weight') / 1024)} KB in all`,
  };
}

async function once(address: string, output: string): Promise<void> {
  // A whole Chrome where there is one: Lighthouse can't read pages in some headless-only builds.
  const executable = process.env.CHROME_PATH || (await sparticuz.executablePath());
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  return new Promise((done, fail) => {
    const child = spawn(
      'npx',
      [
        '--yes',
        'lighthouse@13.5.0',
        address,
        '--quiet',
        '--output=json',
        `--output-path=${output}`,
        `--chrome-flags=${flags.join(' ')}`,
      ],
      {
        // Lighthouse needs a newer Node than some machines have; ours is beside this process.
        env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, CHROME_PATH: executable },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`Lighthouse ended with ${code}.`))));
  });
}
