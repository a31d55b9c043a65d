import { recheckMentionAction, switchSendingAction, tellAgainAction, unblockSiteAction } from '#app/_actions/linkbacks';
import { PlainButton } from '#components/comment/plain-form';
import { Link } from '#components/ui/link';
import type { ListedMention, OutgoingArticle, OutgoingView } from '#features/linkbacks/schema';
import type { Settings } from '#features/settings/schema';
import { articlePath, linkbacksDeskPath, responsePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type Props = {
  sent: { articles: OutgoingArticle[]; page: number; pages: number };
  came: ListedMention[];
  /** Of those that came, the ones shown. */
  state: ListedMention['state'] | undefined;
  settings: Settings;
  /** Whether whoever looks may take a site again. */
  unblocks: boolean;
  edition: Edition;
};

/** For editors: whom we told of the links in our articles, what other sites said of them, and what is switched on. */
export function LinkbacksDesk({ sent, came, state, settings, unblocks, edition }: Props) {
  const { t, format } = edition;
  const query = `?page=${sent.page}${state ? `&state=${state}` : ''}`;
  return (
    <main id="content" className="queue-page linkbacks-desk">
      <h1>{t.linkbacksDesk}</h1>
      <p>{t.linkbacksDeskIntro}</p>
      <Switches settings={settings} t={t} />
      {settings.linkbackBlockedHosts.length > 0 && (
        <Blocked hosts={settings.linkbackBlockedHosts} unblocks={unblocks} query={query} t={t} />
      )}
      <h2 id="sent">{t.linkbacksSent}</h2>
      {sent.articles.length === 0 && <p>{t.linkbacksSentNone}</p>}
      {sent.articles.map((article) => (
        <Article key={article.id} article={article} query={query} edition={edition} />
      ))}
      {sent.pages > 1 && (
        <nav className="pagination" aria-label={t.linkbacksSent}>
          {sent.page > 1 ? <Link href={`${linkbacksDeskPath}?page=${sent.page - 1}`}>{t.newer}</Link> : <span />}
          <span>{t.pageOf(format.number(sent.page), format.number(sent.pages))}</span>
          {sent.page < sent.pages ? (
            <Link href={`${linkbacksDeskPath}?page=${sent.page + 1}`}>{t.older}</Link>
          ) : (
            <span />
          )}
        </nav>
      )}
      <h2 id="received">{t.linkbacksCame}</h2>
      <States state={state} t={t} />
      {came.length === 0 && <p>{t.linkbacksCameNone}</p>}
      <ul>
        {came.map((mention) => (
          <Mention key={mention.id} mention={mention} query={query} edition={edition} />
        ))}
      </ul>
    </main>
  );
}

function Switches({ settings, t }: { settings: Settings; t: Edition['t'] }) {
  const taken = [
    settings.receiveTrackbacks && t.trackback,
    settings.receivePingbacks && t.pingback,
    settings.receiveWebmentions && t.webmention,
  ].filter((name) => name !== false);
  return (
    <p className="linkbacks-facts">
      {taken.length > 0 ? t.linkbacksReceiving(taken.join(', ')) : t.linkbacksReceivingNone}{' '}
      {settings.sendLinkbacks ? t.linkbacksSendingOn : t.linkbacksSendingOff} {t.linkbacksSwitchesHow}
    </p>
  );
}

type BlockedProps = { hosts: string[]; unblocks: boolean; query: string; t: Edition['t'] };

function Blocked({ hosts, unblocks, query, t }: BlockedProps) {
  return (
    <details className="linkbacks-blocked">
      <summary>{t.linkbacksBlocked(hosts.length)}</summary>
      <ul>
        {hosts.map((host) => (
          <li key={host}>
            <bdi>{host}</bdi>
            {unblocks && (
              <PlainButton
                at={linkbacksDeskPath}
                action={unblockSiteAction}
                fields={{ host, query }}
                label={t.unblockSite}
                about={host}
              />
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Article({ article, query, edition }: { article: OutgoingArticle; query: string; edition: Edition }) {
  const { t } = edition;
  const { id, slug, headline, sends, links } = article;
  return (
    <section aria-labelledby={`article-${id}`}>
      <div className="linkbacks-article">
        <h3 id={`article-${id}`}>
          <a href={articlePath(slug)}>
            <bdi>{headline}</bdi>
          </a>
        </h3>
        {!sends && <p className="linkbacks-facts">{t.linkbacksArticleOff}</p>}
        <PlainButton
          at={linkbacksDeskPath}
          action={switchSendingAction}
          fields={{ articleId: id, on: sends ? 0 : 1, query }}
          label={sends ? t.linkbacksSwitchOff : t.linkbacksSwitchOn}
          about={headline}
        />
      </div>
      <ul>
        {links.map((link) => (
          <li key={link.id}>
            <div>
              <p>
                <a href={link.url} rel="noopener">
                  <bdi>{link.url}</bdi>
                </a>
              </p>
              <Sent link={link} edition={edition} />
            </div>
            {sends && (!link.removed || (link.toldAt !== null && link.protocol === 'webmention')) && (
              <PlainButton
                at={linkbacksDeskPath}
                action={tellAgainAction}
                fields={{ id: link.id, query }}
                label={t.linkbackTellAgain}
                about={link.url}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sent({ link, edition: { t, format } }: { link: OutgoingView; edition: Edition }) {
  const states = {
    waiting: t.linkbackWaiting,
    told: t.linkbackTold,
    none: t.linkbackNone,
    refused: t.linkbackRefused,
    failed: t.linkbackFailed,
  };
  const protocols = { trackback: t.trackback, pingback: t.pingback, webmention: t.webmention };
  const facts = [
    link.protocol && protocols[link.protocol],
    link.state === 'told' && link.toldAt && t.linkbackToldOn(format.dateTime(link.toldAt)),
    link.answerStatus !== null && `HTTP ${link.answerStatus}`,
  ].filter(Boolean);
  return (
    <p className="linkbacks-facts">
      <b>{states[link.state]}</b>
      {facts.length > 0 && ` · ${facts.join(' · ')}`}
      {link.answer && (
        <>
          {' · '}
          <q>
            <bdi>{link.answer}</bdi>
          </q>
        </>
      )}
      {link.removed && ` ${t.linkbackRemoved}`}
      {link.state === 'waiting' && link.dueAt && ` ${t.linkbackNextTry(format.dateTime(link.dueAt))}`}
    </p>
  );
}

const stateNames = (t: Edition['t']) => ({
  waiting: t.linkbackWaiting,
  verified: t.linkbackVerified,
  refused: t.linkbackRefused,
  withdrawn: t.linkbackWithdrawn,
});

function States({ state, t }: { state: Props['state']; t: Edition['t'] }) {
  const tabs = [[undefined, t.linkbacksAll] as const, ...Object.entries(stateNames(t))];
  return (
    <nav className="linkbacks-states" aria-label={t.linkbacksCame}>
      {tabs.map(([name, label]) => (
        <Link
          key={label}
          href={`${linkbacksDeskPath}${name ? `?state=${name}` : ''}#received`}
          aria-current={name === state ? 'true' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

function Mention({ mention, query, edition }: { mention: ListedMention; query: string; edition: Edition }) {
  const { t, format } = edition;
  const { id, protocol, source, slug, state, problem, responseId, at, dueAt } = mention;
  const protocols = { trackback: t.trackback, pingback: t.pingback, webmention: t.webmention };
  return (
    <li>
      <div>
        <p>
          <a href={source} rel="noopener nofollow">
            <bdi>{source}</bdi>
          </a>
        </p>
        <p className="linkbacks-facts">
          <b>{stateNames(t)[state]}</b> · {protocols[protocol]} · {format.dateTime(at)} ·{' '}
          <a href={articlePath(slug)}>{slug}</a>
          {problem && (
            <>
              {' · '}
              <bdi>{problem}</bdi>
            </>
          )}
          {responseId !== null && state === 'verified' && (
            <>
              {' · '}
              <a href={responsePath(responseId)}>{t.responses}</a>
            </>
          )}
          {state === 'waiting' && dueAt && ` ${t.linkbackNextTry(format.dateTime(dueAt))}`}
        </p>
      </div>
      <PlainButton
        at={linkbacksDeskPath}
        action={recheckMentionAction}
        fields={{ id, query }}
        label={t.linkbackCheckAgain}
        about={source}
      />
    </li>
  );
}
