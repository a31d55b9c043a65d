import { demoSite, startServer, temporaryData } from './server.ts';

/** Starts the production server on the demo publication, in a folder and a build of its own. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { dataDir, remove } = temporaryData();
  process.env.E2E_DATA_DIR = dataDir;
  const server = await startServer(demoSite());
  return async () => {
    await server.stop();
    remove();
  };
}
