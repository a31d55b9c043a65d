/** A call of a server action that `bin/serve` answers in front of Next. */
type FrontCall = {
  form: FormData;
  /** Of the session; undefined: nobody is signed in. */
  token: string | undefined;
  /** The client's; true, because `bin/forwarded.ts` made it so. */
  address: string;
  userAgent: string;
};

type Answer = (call: FrontCall) => Promise<unknown>;

/** One for the process: Next's bundle and the server around it have modules of their own. */
const globals = globalThis as typeof globalThis & { broadsheetFrontCalls?: Map<string, Answer> };
globals.broadsheetFrontCalls ??= new Map();
const answers = globals.broadsheetFrontCalls;

/** Says how an action is answered without Next: by what the action itself calls. */
export function answerInFront(action: string, answer: Answer): void {
  answers.set(action, answer);
}

/** How it is answered; undefined until Next has loaded the action, which it does at the first call. */
export const answerOf = (action: string): Answer | undefined => answers.get(action);
