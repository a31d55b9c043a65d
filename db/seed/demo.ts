/** Seeds the demo publication, once for a database. */
export async function seedDemoOnce(_log: (message: string) => void): Promise<void> {}
