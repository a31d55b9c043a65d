import { formOf, origin } from '#db/test-fixture';
import { postResponse } from '#features/responses/commands';
import type { PostedResponse } from '#features/responses/schema';
import type { Actor } from '#lib/actor';

export const post = (actor: Actor, ...form: Parameters<typeof formOf>): Promise<PostedResponse> =>
  postResponse({ actor, input: formOf(...form), origin });
