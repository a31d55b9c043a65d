'use client';

import { type ReactNode, useActionState } from 'react';
import { changeFactorAction, type FactorState } from '#app/_actions/doors';
import { Field } from './field.tsx';

type Texts = Record<
  | ('off' | 'offText' | 'begin' | 'scan' | 'first' | 'label' | 'hint' | 'enable' | 'enableText' | 'cancel')
  | ('on' | 'left' | 'remake' | 'switchOff' | 'onNote' | 'scanHidden' | 'show')
  | ('codesTitle' | 'codesText' | 'codesOn' | 'codesGet' | 'codesFile' | 'goOn'),
  string
>;

type Props = {
  state: 'off' | 'pending' | 'on';
  /** The address of its page, and where to go on when it is set up. */
  at: string;
  to: string;
  /** Where the secret is shown; null where somebody has to show first that it is them, at `confirmHref`. */
  app: ReactNode;
  confirmHref: string;
  texts: Texts;
};

/** Sets the second step of signing in up, shows its recovery codes once, and switches it off. */
export function SecondFactor({ state, at, to, app, confirmHref, texts }: Props) {
  const [said, send, busy] = useActionState<FactorState, FormData>(changeFactorAction, { status: 'idle' }, at);
  const codes = said.status === 'done' ? said.result?.codes : undefined;
  const failed = said.status === 'failed' ? said : null;
  const problem = failed && (
    <p className="problem" role="alert">
      {failed.message}
    </p>
  );
  const form = (children: ReactNode) => (
    <form action={send} className="account-form" noValidate>
      <input type="hidden" name="to" value={to} />
      {children}
    </form>
  );
  const button = (what: string, label: string, plain = true) => (
    <button
      type="submit"
      name="do"
      value={what}
      className={plain ? 'account-button plain' : 'account-button'}
      disabled={busy}
    >
      {label}
    </button>
  );
  if (codes) return <RecoveryCodes codes={codes} to={to} texts={texts} />;
  if (state === 'off')
    return (
      <>
        <p className="factor-state">{texts.off}</p>
        <p className="account-note">{texts.offText}</p>
        {form(button('begin', texts.begin, false))}
        {problem}
      </>
    );
  if (state === 'pending')
    return (
      <ol className="factor-steps">
        <li>
          <h3>{texts.scan}</h3>
          {app ?? (
            <p className="account-note">
              {texts.scanHidden} <a href={confirmHref}>{texts.show}</a>
            </p>
          )}
        </li>
        <li>
          <h3>{texts.first}</h3>
          {form(
            <>
              <Field
                name="code"
                label={texts.label}
                hint={texts.hint}
                state={failed ? { ...failed, field: 'code' } : { status: 'idle' }}
                autoComplete="one-time-code"
                inputMode="numeric"
                maxLength={40}
                required
              />
              <p className="field-hint">{texts.enableText}</p>
              <p className="account-choices">
                {button('enable', texts.enable, false)}
                {button('cancel', texts.cancel)}
              </p>
            </>,
          )}
        </li>
      </ol>
    );
  return (
    <>
      <p className="factor-state">{texts.on}</p>
      <p className="account-note">
        {texts.left} {texts.onNote}
      </p>
      {form(
        <p className="account-choices">
          {button('remake', texts.remake)}
          {button('off', texts.switchOff)}
        </p>,
      )}
      {problem}
    </>
  );
}

function RecoveryCodes({ codes, to, texts }: { codes: string[]; to: string; texts: Texts }) {
  const file = `${texts.codesFile}\n\n${codes.join('\n')}\n`;
  return (
    <div role="status" className="recovery">
      <p className="factor-state">{texts.codesOn}</p>
      <h3>{texts.codesTitle}</h3>
      <p className="account-note">{texts.codesText}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="account-links">
        <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`} download="recovery-codes.txt">
          {texts.codesGet}
        </a>
        {to !== '/' && <a href={to}>{texts.goOn}</a>}
      </p>
    </div>
  );
}
