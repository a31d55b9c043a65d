import type { ReactNode } from 'react';
import { PlayersScript } from '#components/embed/players-script';
import type { MineView, ResponseView } from '#features/responses/schema';
import { articlePath, responsePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { HeldResponse } from './held-response.tsx';
import { Response } from './response.tsx';

type Props = {
  response: ResponseView;
  held: MineView['held'][number] | null;
  slug: string;
  headline: string;
  title: string;
  edition: Edition;
  /** What was done a moment ago. */
  said?: string | undefined;
  children: ReactNode;
};

/** A page about one response, where everything that scripts do in the thread is a plain form. */
export function ResponsePage({ response, held, slug, headline, title, edition, said, children }: Props) {
  const { t } = edition;
  return (
    <main id="content" className="response-page">
      <header className="list-header">
        <p className="kicker">
          {t.responsesTo}{' '}
          <a href={articlePath(slug)}>
            <bdi>{headline}</bdi>
          </a>
        </p>
        <h1>{title}</h1>
      </header>
      <div className="responses">
        {said && (
          <p className="response-done" role="status">
            {said}
          </p>
        )}
        {held ? <HeldResponse response={held} edition={edition} /> : <Response response={response} edition={edition} />}
        {children}
        <PlayersScript edition={edition} />
        <p className="response-back">
          <a href={held ? `${articlePath(slug)}#responses` : responsePath(response.id)}>{t.backToDiscussion}</a>
        </p>
      </div>
    </main>
  );
}
