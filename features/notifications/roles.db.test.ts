import { expect, test } from 'vitest';
import { testDatabase } from '#db/test-database';
import { addUser, type Person } from '#db/test-fixture';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { changeMailPolicy, markRead } from './commands.ts';
import { countUnread, listNotifications } from './queries.ts';

test('notifications are of those who have an account, banned or not, and of nobody else', async () => {
  await testDatabase();
  const roles: Person['role'][] = ['reader', 'contributor', 'author', 'editor', 'moderator', 'administrator'];
  const accounts: Actor[] = await Promise.all(roles.map((role) => addUser(role)));
  accounts.push({ ...(await addUser()), banned: true });
  for (const actor of accounts) {
    await markRead({ actor, ids: 'all' });
    await changeMailPolicy({ actor, policy: 'daily' });
    await expect(changeMailPolicy({ actor, policy: 'hourly' })).rejects.toMatchObject({ code: 'invalid' });
    expect(await listNotifications(actor)).toEqual([]);
  }
  for (const actor of [{ kind: 'anonymous' }, { kind: 'operator' }] as const) {
    await expect(markRead({ actor, ids: 'all' })).rejects.toBeInstanceOf(PersonError);
    await expect(changeMailPolicy({ actor, policy: 'daily' })).rejects.toBeInstanceOf(PersonError);
    expect(await listNotifications(actor)).toEqual([]);
    expect(await countUnread(actor)).toBe(0);
  }
});
