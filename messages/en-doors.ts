type Change = 'on' | 'off' | 'taken-off' | 'codes' | 'recovery';

/** Interface texts, English: the second step of signing in, and showing that it is you. */
export const doors = {
  codeTitle: 'One more step',
  codeText: 'Your account has a second step. Type the code that your app shows for this site now.',
  codeLabel: 'Code of the app',
  codeHint: 'Six digits. A new one comes every half minute.',
  codeSend: 'Sign in',
  codeOver: 'It has to be done within 15 minutes. What you wrote before you signed in is still there afterwards.',
  codeLost: 'Your device is not at hand?',
  codeUseRecovery: 'Use a recovery code',
  codeUseApp: 'Use the code of the app',
  codeCancel: 'Sign in as somebody else',
  recoveryTitle: 'Sign in with a recovery code',
  recoveryText:
    'Each works once, in place of the code of the app. If they are gone too, whoever runs this site can take the second step off your account.',
  recoveryLabel: 'Recovery code',
  recoveryHint: 'Three groups of five, such as 4k7qm-x02vd-9trhz.',

  security: 'Security',
  securityText: 'Who has your mailbox can sign in as you. With a second step they need your phone as well.',
  securityLink: 'Security and second step',
  securityAsked:
    'This publication asks for a second step of everybody with your role. The newsroom is open to you as soon as it is set up.',
  securityAskedOwing: 'Set up a second step',
  securityGoOn: 'Go on to the newsroom',
  factorTitle: 'Second step of signing in',
  factorOff: 'Off.',
  factorOffText:
    'It asks for a code of an app on your phone, after the link in your mail or the account elsewhere. Any app for one-time codes will do, and so do most password managers.',
  factorBegin: 'Set it up',
  factorScan: 'Let the app read this picture',
  factorScanAlt: 'QR code with the secret for the app',
  factorTyped: 'Or type this into it, as a key that goes by the time:',
  factorScanHidden: 'The secret is for you alone, and you signed in a while ago.',
  factorScanShow: 'Show that it is you',
  factorFirst: 'Then type the code that it shows',
  factorEnable: 'Switch it on',
  factorEnableText: 'Wherever else you are signed in, you are then signed out.',
  factorCancel: 'Leave it off',
  factorOn: (since: string) => `On since ${since}.`,
  factorLeft: (count: number, formatted: string) =>
    count === 0
      ? 'No recovery code is left. Make new ones, so that a lost phone does not lock you out.'
      : count === 1
        ? '1 recovery code is left.'
        : `${formatted} recovery codes are left.`,
  factorRemake: 'Make new recovery codes',
  factorOffButton: 'Switch it off',
  factorOffAsked: 'Your publication asks for it: without it the newsroom is shut to you until you set it up again.',
  factorOnNote:
    'New recovery codes make the old ones worthless. To move to another phone, switch it off and set it up again there.',
  codesTitle: 'Your recovery codes',
  codesText:
    'Keep them where you would find them without your phone: on paper, or in a password manager. Each signs you in once. They are shown this once; nobody can read them here later.',
  codesOn: 'The second step is on.',
  codesGet: 'Download as a text file',
  codesFile: (site: string) => `Recovery codes for ${site}. Each works once.`,

  confirmTitle: 'Show that it is you',
  confirmText:
    'What you are about to do is hard to undo, or opens a door. Somebody who sits down at your screen is not to do it.',
  confirmMail: (address: string) => `We mail a code of six digits to ${address}.`,
  confirmMailSend: 'Mail me a code',
  confirmMailAgain: 'Mail me another',
  confirmMailSent: (address: string) =>
    `A code is on its way to ${address}. It is good for ten minutes, in this browser alone.`,
  confirmNoMail:
    'This site sends no mail. The code stands on the server’s own terminal, and whoever runs the site reads it with “npm run outbox”.',
  confirmMailLabel: 'Code of the mail',
  confirmMailHint: 'Six digits.',
  confirmSend: 'It is me',
  confirmBack: 'Leave it',
  confirmDoneTitle: 'Thank you',
  confirmDoneText: (minutes: string) =>
    `For ${minutes} minutes you are not asked again. What you typed still stands in the window you came from: close this one, and press the button there once more.`,
  confirmDoneLink: 'Or go on from here',
  confirmOffer: 'Show it now',
  confirmOfferNew: '(opens in a new window)',

  confirmMailSubject: (site: string) => `Your code for ${site}`,
  confirmMailText: (site: string, code: string, minutes: string) =>
    `Somebody who is signed in to ${site} as you is about to do something that is hard to undo. If it is you, type this code where you were asked for it:\n\n${code}\n\nIt is good for ${minutes} minutes, and works once. If it is not you, somebody else is at a browser in which you are signed in: sign out everywhere else on the page of your account.\n`,
  secondFactorMailSubject: (site: string) => `The second step of signing in to ${site}`,
  secondFactorMailText: (change: Change, site: string, link: string, left: string) =>
    `${
      {
        on: `The second step of signing in to ${site} with this address was switched on. From now on it takes a code of your app.`,
        off: `The second step of signing in to ${site} with this address was switched off. Your mailbox alone is enough to sign in now.`,
        'taken-off': `Whoever runs ${site} took the second step of signing in off your account. Your mailbox alone is enough to sign in now; set it up again if you want it.`,
        codes: `New recovery codes for ${site} were made. The old ones are worth nothing any more.`,
        recovery: `A recovery code was used for ${site}. So many are left: ${left}.`,
      }[change]
    }\n\nIf it was not you, sign in, sign out everywhere else, and write to whoever runs the site:\n\n${link}\n`,

  peopleTakeOff: 'Take off second step',
  peopleTakeOffOf: (name: string) => `Take the second step off the account of ${name}`,
} as const;
