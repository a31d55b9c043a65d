import { expect, test } from 'vitest';
import { EnvError, readEnv } from './env.ts';

const problemsOf = (source: Record<string, string>): string[] => {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return error instanceof EnvError ? error.problems : [String(error)];
  }
};

test('variables of mail and signing in are checked with a sentence each', () => {
  expect(problemsOf({ SMTP_URL: 'smtps://a:b@mail.example:465', MAIL_FROM: 'The desk <desk@paper.example>' })).toEqual(
    [],
  );
  expect(problemsOf({ SMTP_URL: 'mail.example', MAIL_FROM: 'The desk' })).toEqual([
    expect.stringMatching(/^SMTP_URL must be the address of a mail server, .*; it is "mail\.example"\.$/),
    expect.stringMatching(/^MAIL_FROM must be an address/),
  ]);
  expect(problemsOf({ MAIL_FROM: 'a@paper.example\r\nBcc: b@paper.example' })).toHaveLength(1);
});

test('half of a provider is named', () => {
  expect(problemsOf({ AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret' })).toEqual([]);
  expect(problemsOf({ AUTH_GITHUB_ID: 'id' })).toEqual([
    'AUTH_GITHUB_SECRET must be set too, or none of AUTH_GITHUB_ID, AUTH_GITHUB_SECRET.',
  ]);
  expect(problemsOf({ AUTH_OIDC_ISSUER: 'https://login.example' })).toEqual([
    'AUTH_OIDC_ID and AUTH_OIDC_SECRET must be set too, or none of AUTH_OIDC_ISSUER, AUTH_OIDC_ID, AUTH_OIDC_SECRET.',
  ]);
});
