'use client';

import { changeProfileAction } from '#app/_actions/accounts';
import { Field } from './field.tsx';
import { useAccountForm } from './use-account-form.tsx';

type Texts = Record<'name' | 'nameHint' | 'save' | 'saved', string>;
type MoreTexts = Record<'bio' | 'bioHint' | 'link' | 'linkHint', string>;

type Props = {
  profile: { name: string | null; bio: string; link: string | null };
  /** The address of its page. */
  at: string;
  /** It was saved a moment ago, without scripts. */
  saved?: boolean;
  texts: Texts;
  /** Unless it is the first time, when the name is enough. */
  more?: MoreTexts;
  /** At the first time: where to go on. */
  to?: string;
};

/** What everybody can see of oneself. */
export function ProfileForm({ profile, at, saved = false, texts, more, to }: Props) {
  const { state, submit, pending, live } = useAccountForm(
    changeProfileAction,
    at,
    saved ? { status: 'done' } : undefined,
  );
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
      />
      {more ? (
        <>
          <Field name="bio" label={more.bio} hint={more.bioHint} state={state} value={profile.bio} rows={3} />
          <Field
            name="link"
            label={more.link}
            hint={more.linkHint}
            state={state}
            value={profile.link ?? ''}
            autoComplete="url"
            inputMode="url"
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
