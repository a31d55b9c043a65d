import { createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

type Person = { sub: string; email: string; email_verified: boolean; name: string };

/** An OpenID Connect provider that lets in whoever `person` says, without asking. */
export async function startIdentityProvider(
  port: number,
): Promise<{ issuer: string; person: Person; stop(): Promise<void> }> {
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
  const given = { issuer, person: { sub: '1', email: '', email_verified: true, name: '' } };
  const asked = new Map<string, { nonce: string | null; client: string }>();
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const idToken = (code: string): string => {
    const { nonce = null, client = '' } = asked.get(code) ?? {};
    const now = Math.floor(Date.now() / 1000);
    const claims = { ...given.person, iss: issuer, aud: client, iat: now, exp: now + 60, ...(nonce && { nonce }) };
    const text = `${encoded({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${encoded(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    const json = (value: object) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname === '/authorize') {
      const code = randomUUID();
      const back = new URL(url.searchParams.get('redirect_uri') ?? issuer);
      asked.set(code, { nonce: url.searchParams.get('nonce'), client: url.searchParams.get('client_id') ?? '' });
      back.searchParams.set('code', code);
      const state = url.searchParams.get('state');
      if (state) back.searchParams.set('state', state);
      response.writeHead(302, { Location: back.href }).end();
    } else if (url.pathname === '/token') {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const code = new URLSearchParams(body).get('code') ?? '';
        json({ access_token: 'a-token', token_type: 'Bearer', expires_in: 60, id_token: idToken(code) });
      });
    } else if (url.pathname === '/keys') json({ keys: [jwk] });
    else
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/person`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return Object.assign(given, { stop: () => new Promise<void>((closed) => server.close(() => closed())) });
}
