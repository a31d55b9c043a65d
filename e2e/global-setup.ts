import { execFileSync } from 'node:child_process';
import { demoSite, startServer, temporaryData } from './server.ts';

/**
 * Starts the production server on the demo publication, in a folder and a build of its own. What it has made by then is
 * kept beside it, for the specs that have a site of their own: copied while no database runs on it.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const data = temporaryData();
  const demo = temporaryData();
  process.env.E2E_DATA_DIR = data.dataDir;
  process.env.E2E_DEMO_DATA = demo.dataDir;
  await (await startServer(demoSite())).stop();
  execFileSync('cp', ['-a', `${data.dataDir}/.`, demo.dataDir]);
  const server = await startServer(demoSite());
  return async () => {
    await server.stop();
    data.remove();
    demo.remove();
  };
}
