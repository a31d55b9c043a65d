import { Readable } from 'node:stream';
import { currentActor } from '#app/_actions/actor';
import { fetchExport } from '#features/transfer/commands';
import { confirmPath, transferPath } from '#lib/addresses';
import { PersonError } from '#lib/errors';

/** An export, as a file; for administrators who have shown lately that it is them. */
export async function GET(_: Request, { params }: RouteContext<'/admin/transfer/[id]/file'>): Promise<Response> {
  try {
    const { name, bytes, source } = await fetchExport({ actor: await currentActor(), id: (await params).id });
    return new Response(Readable.toWeb(source) as ReadableStream, {
      headers: {
        'Content-Type': 'application/gzip',
        'Content-Length': String(bytes),
        'Content-Disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
        'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    if (error.code === 'confirm')
      return new Response(null, {
        status: 303,
        headers: { Location: confirmPath(transferPath), 'Cache-Control': 'private, no-store' },
      });
    return new Response(`${error.message}\n`, {
      status: error.code === 'not_found' ? 404 : 403,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'private, no-store' },
    });
  }
}
