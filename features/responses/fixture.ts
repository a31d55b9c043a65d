import { formOf, origin } from '#db/test-fixture';
import type { Actor } from '#lib/actor';
import { postResponse } from './commands.ts';
import type { PostedResponse } from './schema.ts';

export const post = (actor: Actor, ...form: Parameters<typeof formOf>): Promise<PostedResponse> =>
  postResponse({ actor, input: formOf(...form), origin });
