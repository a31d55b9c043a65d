'use client';

import type { FieldState } from '#app/_actions/account-forms';
import { changeProfileAction } from '#app/_actions/accounts';
import { longestBio, longestName } from '#features/accounts/schema';
import { Field } from './field.tsx';
import { useAccountForm } from './use-account-form.tsx';

type Texts = Record<'name' | 'nameHint' | 'save' | 'saved', string>;
type MoreTexts = Record<'bio' | 'bioHint' | 'link' | 'linkHint', string>;

type Props = {
  profile: { name: string | null; bio: string; link: string | null };
  said: FieldState;
  texts: Texts;
  /** Unless it is the first time, when the name is enough. */
  more?: MoreTexts;
  /** At the first time: where to go on. */
  to?: string;
};

/** What everybody can see of oneself. */
export function ProfileForm({ profile, said, texts, more, to }: Props) {
  const { state, submit, pending, live } = useAccountForm(changeProfileAction, said);
  return (
    <form action={submit} className="account-form">
      {live}
      {to !== undefined && (
        <>
          <input type="hidden" name="first" value="1" />
          <input type="hidden" name="to" value={to} />
        </>
      )}
      <Field
        name="name"
        label={texts.name}
        hint={texts.nameHint}
        state={state}
        value={profile.name ?? ''}
        autoComplete="nickname"
        required
        // A little more than is taken, so that nothing is cut off without a word.
        maxLength={longestName + 40}
      />
      {more ? (
        <>
          <Field
            name="bio"
            label={more.bio}
            hint={more.bioHint}
            state={state}
            value={profile.bio}
            rows={3}
            maxLength={longestBio + 200}
          />
          <Field
            name="link"
            label={more.link}
            hint={more.linkHint}
            state={state}
            value={profile.link ?? ''}
            autoComplete="url"
            inputMode="url"
            maxLength={300}
          />
        </>
      ) : (
        <>
          <input type="hidden" name="bio" value={profile.bio} />
          <input type="hidden" name="link" value={profile.link ?? ''} />
        </>
      )}
      <p className="account-save">
        <button type="submit" className="account-button" disabled={pending}>
          {texts.save}
        </button>
        <span role="status">{state.status === 'done' && !pending ? texts.saved : ''}</span>
      </p>
    </form>
  );
}
