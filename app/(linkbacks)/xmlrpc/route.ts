import { answerXmlRpc } from '#features/linkbacks/commands';
import { asResponse, linkbackRequest } from '../linkback-request.ts';

async function answer(request: Request): Promise<Response> {
  return asResponse(await answerXmlRpc(linkbackRequest(request)));
}

/** Pingbacks come here; anything but a POST is told so. */
export { answer as GET, answer as POST };
