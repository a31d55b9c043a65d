import { loadEnvFile } from 'node:process';
import { EnvError } from '#lib/env';
import { PersonError } from '#lib/errors';

/**
 * Runs a command that people type: reads `.env`, and turns an expected failure into its sentence and exit
 * code 1. A stack trace means a fault of ours.
 */
export async function runCommand(main: () => Promise<number | undefined>): Promise<void> {
  try {
    loadEnvFile();
  } catch {
    // Most machines have none.
  }
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof PersonError || error instanceof EnvError) console.error(error.message);
    else throw error;
  }
}
