import { customFetch } from 'next-auth';
import type { Provider } from 'next-auth/providers';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { type Env, readEnv } from '#lib/env';
import { safeFetch } from '#lib/safe-fetch';

const accept = ['application/json', 'application/jwt', 'application/jwk-set+json'];

/** What Auth.js asks of a provider goes through the only door out. */
const fetchSafely: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { status, headers, body } = await safeFetch(request.url, {
    method: request.method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(request.headers),
    ...(request.method === 'POST' && { body: await request.text() }),
    accept,
  });
  return new Response(new Uint8Array(body), {
    status,
    headers: { 'content-type': headers.get('content-type') ?? 'application/json' },
  });
};

const gitHubApi = 'https://api.github.com';

/** The person's own primary address, where GitHub has verified it; the public one of a profile may be anybody's. */
async function gitHubProfile(token: string): Promise<Record<string, unknown>> {
  const read = async (path: string) => {
    const { status, body } = await safeFetch(gitHubApi + path, {
      headers: { authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' },
      accept,
    });
    if (status !== 200) throw new Error(`GitHub answered ${status} for ${path}.`);
    return JSON.parse(body.toString()) as unknown;
  };
  const profile = (await read('/user')) as Record<string, unknown>;
  const addresses = (await read('/user/emails')) as { email: string; primary: boolean; verified: boolean }[];
  const own = addresses.find(({ primary, verified }) => primary && verified);
  return { ...profile, email: own?.email ?? null, email_verified: own !== undefined };
}

/** Accounts elsewhere by which one may sign in here: by the name readers know them by. */
export function listProviders(env: Env = readEnv()): { id: string; name: string }[] {
  return [
    ...(env.AUTH_GITHUB_ID ? [{ id: 'github', name: 'GitHub' }] : []),
    ...(env.AUTH_GOOGLE_ID ? [{ id: 'google', name: 'Google' }] : []),
    ...(env.AUTH_OIDC_ID ? [{ id: 'oidc', name: env.AUTH_OIDC_NAME }] : []),
  ];
}

/** The same as Auth.js wants them. Every one of them vouches for the address, so that it may open the account of it. */
export function authProviders(env: Env = readEnv()): Provider[] {
  const own = { allowDangerousEmailAccountLinking: true, [customFetch]: fetchSafely };
  const configured: Record<string, () => Provider> = {
    github: () =>
      GitHub({
        ...own,
        clientId: env.AUTH_GITHUB_ID ?? '',
        clientSecret: env.AUTH_GITHUB_SECRET ?? '',
        userinfo: {
          url: `${gitHubApi}/user`,
          request: ({ tokens }: { tokens: { access_token?: string } }) => gitHubProfile(tokens.access_token ?? ''),
        },
      }),
    google: () => Google({ ...own, clientId: env.AUTH_GOOGLE_ID ?? '', clientSecret: env.AUTH_GOOGLE_SECRET ?? '' }),
    oidc: () => ({
      ...own,
      id: 'oidc',
      name: env.AUTH_OIDC_NAME,
      type: 'oidc',
      issuer: env.AUTH_OIDC_ISSUER ?? '',
      clientId: env.AUTH_OIDC_ID ?? '',
      clientSecret: env.AUTH_OIDC_SECRET ?? '',
    }),
  };
  return listProviders(env).flatMap(({ id }) => configured[id]?.() ?? []);
}
