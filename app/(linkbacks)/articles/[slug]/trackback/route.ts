import { answerTrackback } from '#features/linkbacks/commands';
import { decodeSegment } from '#lib/addresses';
import { asResponse, linkbackRequest } from '../../../linkback-request.ts';

type Context = { params: Promise<{ slug: string }> };

async function answer(request: Request, { params }: Context): Promise<Response> {
  const slug = decodeSegment((await params).slug) ?? '';
  return asResponse(await answerTrackback(linkbackRequest(request), slug));
}

/** Anything but a POST is told that it has to be one. */
export { answer as GET, answer as POST };
