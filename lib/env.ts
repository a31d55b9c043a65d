import { z } from 'zod';

const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));

const secret = z.string().min(1).optional();

/** `desk@paper.example`, or with a name: `The desk <desk@paper.example>`. */
const sender = /^(?:[^<>"\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/;

/** base64 of JSON with a key and an app. */
function isUploadThingToken(value: string): boolean {
  try {
    const { apiKey, appId, regions } = JSON.parse(Buffer.from(value, 'base64').toString('utf8'));
    return /^sk_/.test(apiKey) && typeof appId === 'string' && Array.isArray(regions) && regions.length > 0;
  } catch {
    return false;
  }
}

/** Every variable, what it must look like, and the sentence for when it does not. Documented in docs/operations.md. */
const variables = {
  PORT: {
    shape: z.coerce.number().int().min(0).max(65535).default(3000),
    rule: 'must be a port number from 0 to 65535',
  },
  HOST: { shape: z.string().min(1).default('0.0.0.0'), rule: 'must be an address to listen on, such as 127.0.0.1' },
  SITE_URL: {
    shape: url(['http:', 'https:']).optional(),
    rule: 'must be the address readers use, such as https://paper.example',
  },
  DATABASE_URL: {
    shape: url(['postgres:', 'postgresql:']).optional(),
    rule: 'must be a Postgres address, such as postgres://user:password@host:5432/name',
  },
  DATA_DIR: { shape: z.string().min(1).default('.data'), rule: 'must be a folder' },
  SHARED_BUILD: { shape: z.enum(['0', '1']).optional(), rule: 'must be 1 or 0' },
  DEMO: { shape: z.enum(['0', '1']).optional(), rule: 'must be 1 or 0' },
  AUTH_SECRET: { shape: z.string().min(32).optional(), rule: 'must have at least 32 characters' },
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: {
    shape: z
      .string()
      .refine((value) => [16, 24, 32].includes(Buffer.from(value, 'base64').length))
      .optional(),
    rule: 'must be 32 random bytes in base64 (openssl rand -base64 32)',
  },
  SMTP_URL: {
    shape: url(['smtp:', 'smtps:']).optional(),
    rule: 'must be the address of a mail server, such as smtps://user:password@mail.example:465',
  },
  MAIL_FROM: {
    shape: z.string().regex(sender).optional(),
    rule: 'must be an address, such as desk@paper.example or The desk <desk@paper.example>',
  },
  AUTH_GITHUB_ID: { shape: secret, rule: 'must be the client id of a GitHub OAuth app' },
  AUTH_GITHUB_SECRET: { shape: secret, rule: 'must be the client secret of a GitHub OAuth app' },
  AUTH_GOOGLE_ID: { shape: secret, rule: 'must be the client id of a Google OAuth client' },
  AUTH_GOOGLE_SECRET: { shape: secret, rule: 'must be the client secret of a Google OAuth client' },
  AUTH_OIDC_ISSUER: {
    shape: url(['https:', 'http:']).optional(),
    rule: 'must be the address of an OpenID Connect provider, such as https://login.example',
  },
  AUTH_OIDC_ID: { shape: secret, rule: 'must be the client id that the OpenID Connect provider gave' },
  AUTH_OIDC_SECRET: { shape: secret, rule: 'must be the client secret that the OpenID Connect provider gave' },
  AUTH_OIDC_NAME: {
    shape: z.string().trim().min(1).max(40).default('your organisation'),
    rule: 'must be the name readers know the OpenID Connect provider by, of at most 40 characters',
  },
  CRON_SECRET: { shape: z.string().min(16).optional(), rule: 'must have at least 16 characters' },
  TRUSTED_PROXIES: {
    shape: z.string().default(''),
    rule: 'must be addresses or ranges separated by commas, such as 127.0.0.1, 10.0.0.0/8',
  },
  AKISMET_KEY: {
    shape: z
      .string()
      .regex(/^[0-9a-z]{6,64}$/i)
      .optional(),
    rule: 'must be the key that akismet.com gave this site, letters and digits',
  },
  UPLOADTHING_TOKEN: {
    shape: z.string().refine(isUploadThingToken).optional(),
    rule: 'must be the token that UploadThing shows under API Keys',
  },
  UPLOADTHING_ACL: {
    shape: z.enum(['private', 'public-read']).default('private'),
    rule: 'must be private, or public-read where the plan has no private files',
  },
  ALLOW_PRIVATE_HOSTS: {
    shape: z.string().default(''),
    rule: 'must be host:port pairs separated by commas, for development only',
  },
} as const;

type Variables = typeof variables;
export type Env = { [K in keyof Variables]: z.infer<Variables[K]['shape']> };

/** What is of no use alone. */
const together = [
  ['AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET'],
  ['AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET'],
  ['AUTH_OIDC_ISSUER', 'AUTH_OIDC_ID', 'AUTH_OIDC_SECRET'],
] as const;

/** Reads the variables. Throws an `EnvError` with one sentence for each that is wrong. Empty counts as unset. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const env: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const name of Object.keys(variables) as (keyof Env)[]) {
    const read = readOne(name, source);
    if ('problem' in read) problems.push(read.problem);
    else env[name] = read.value;
  }
  for (const names of together) {
    const missing = names.filter((name) => !source[name]);
    if (missing.length > 0 && missing.length < names.length)
      problems.push(`${missing.join(' and ')} must be set too, or none of ${names.join(', ')}.`);
  }
  if (problems.length > 0) throw new EnvError(problems);
  return env as Env;
}

function readOne<Name extends keyof Env>(
  name: Name,
  source: Record<string, string | undefined>,
): { value: Env[Name] } | { problem: string } {
  const { shape, rule } = variables[name];
  const raw = source[name] === '' ? undefined : source[name];
  const parsed = shape.safeParse(raw);
  if (parsed.success) return { value: parsed.data as Env[Name] };
  return { problem: `${name} ${rule}; it is ${JSON.stringify(raw)}.` };
}

/** One of them, for what asks often. Throws an `EnvError`. */
function readVariable<Name extends keyof Env>(name: Name, source: Record<string, string | undefined>): Env[Name] {
  const read = readOne(name, source);
  if ('problem' in read) throw new EnvError([read.problem]);
  return read.value;
}

export class EnvError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'EnvError';
    this.problems = problems;
  }
}

/** The address readers use, without a slash at the end. It stands in canonical links, feeds and mails. */
export function siteUrl(source: Record<string, string | undefined> = process.env): string {
  const site = readVariable('SITE_URL', source);
  if (site !== undefined) return site.replace(/\/+$/, '');
  const vercel = source.VERCEL_PROJECT_PRODUCTION_URL;
  return vercel ? `https://${vercel}` : `http://localhost:${readVariable('PORT', source)}`;
}

/** True on Vercel, where nothing may be embedded and the platform keeps the caches. */
export const onVercel = (source: Record<string, string | undefined> = process.env): boolean => source.VERCEL === '1';
