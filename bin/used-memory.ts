import { readFileSync } from 'node:fs';

/** Where a Node process answers its inspector once it was sent SIGUSR1. */
const inspector = 'http://127.0.0.1:9229/json';

/** Megabytes that Linux has given to a process. */
export const residentMemory = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/**
 * Megabytes that a Node process of this machine still uses once its garbage has been collected. What Linux has given to it
 * says little: with memory to spare V8 collects late, and gives back later. From then on its inspector is open, on loopback.
 */
export async function usedMemory(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await debuggerOf());
  await new Promise((done, fail) => {
    socket.addEventListener('open', done, { once: true });
    socket.addEventListener('error', fail, { once: true });
  });
  let last = 0;
  const ask = (method: string, params = {}): Promise<{ result: { value: string } }> =>
    new Promise((done) => {
      const id = ++last;
      const listen = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result: { result: { value: string } } };
        if (answer.id !== id) return;
        socket.removeEventListener('message', listen);
        done(answer.result);
      };
      socket.addEventListener('message', listen);
      socket.send(JSON.stringify({ id, method, params }));
    });
  await ask('HeapProfiler.enable');
  // Twice: what finalizers let go is found by the second.
  for (const _ of [1, 2]) await ask('HeapProfiler.collectGarbage');
  const { result } = await ask('Runtime.evaluate', {
    expression: 'JSON.stringify({ pid: process.pid, ...process.memoryUsage() })',
  });
  socket.close();
  const memory = JSON.parse(result.value) as { pid: number; heapUsed: number; external: number };
  if (memory.pid !== pid) throw new Error(`The inspector at ${inspector} is that of another process, ${memory.pid}.`);
  return (memory.heapUsed + memory.external) / 1_048_576;
}

async function debuggerOf(): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      const [target] = (await (await fetch(inspector)).json()) as { webSocketDebuggerUrl: string }[];
      if (target) return target.webSocketDebuggerUrl;
    } catch (error) {
      // It takes a moment to open.
      if (tries === 50) throw error;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}
