import { once } from 'node:events';
import { createConnection } from 'node:net';
import postgres, { type Sql } from 'postgres';

type Address = { host: string[]; port: number[]; path?: string | false };

/**
 * A connection of an import's own, on `DATABASE_URL`. `copy` sends a statement in several packets, and where small ones
 * wait for each other (Nagle's algorithm against delayed acknowledgement) each `copy` takes 40 ms longer, which
 * tripled the time of an import. postgres.js has no option for that, but takes a socket.
 */
export function openConnection(): Sql {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set.');
  const options = {
    max: 1,
    prepare: !/[?&]pgbouncer=true/.test(url),
    onnotice: () => {},
    // Not waiting for the disk at each batch: a crash of the machine costs the last ones, which the next run brings
    // again; the report at the end is committed by the pool, which waits, and everything before it with it.
    connection: { application_name: 'broadsheet import', synchronous_commit: 'off' },
    socket: async ({ host, port, path }: Address) => {
      for (let index = 0; ; index++) {
        const socket = path
          ? createConnection(path)
          : createConnection(port[index] ?? 5432, host[index] ?? 'localhost');
        socket.setNoDelay(true);
        try {
          await once(socket, 'connect');
          return Object.assign(socket, { host: host[index] });
        } catch (error) {
          if (path || index >= host.length - 1) throw error;
        }
      }
    },
  };
  return postgres(url, options);
}
