import { SMTPServer } from 'smtp-server';

export type Mail = { to: string; subject: string; text: string };

/** A real mail server on this machine: what it took, and how to end it. */
export async function startMailServer(port: number): Promise<{ mails: Mail[]; stop(): Promise<void> }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [head = '', ...body] = Buffer.concat(chunks).toString().split('\r\n\r\n');
        const plain = /quoted-printable/i.test(head) ? decoded(body.join('\r\n\r\n')) : body.join('\r\n\r\n');
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address).join(),
          subject: /^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? '',
          text: plain,
        });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return { mails, stop: () => new Promise<void>((closed) => server.close(() => closed())) };
}

/** Quoted-printable (RFC 2045) as the text it stands for. */
const decoded = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
