import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';
import {
  articlesDeskPath,
  embedsDeskPath,
  figuresPath,
  frontDeskPath,
  linkbacksDeskPath,
  logPath,
  lookDeskPath,
  mediaDeskPath,
  menusDeskPath,
  peopleDeskPath,
  redirectsDeskPath,
  settingsDeskPath,
  sourcesDeskPath,
  systemPath,
  termsDeskPath,
  transferPath,
} from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { lookTextsFor } from '#messages/look';
import { managingTextsFor } from '#messages/managing';
import { newsroomTextsFor } from '#messages/newsroom';
import { transferTextsFor } from '#messages/transfer';

/** What of the newsroom somebody may open. */
export type Rooms = {
  figures: boolean;
  articles: boolean;
  moderation: boolean;
  linkbacks: boolean;
  embeds: boolean;
  managing: boolean;
  people: boolean;
  settings: boolean;
  transfer: boolean;
  log: boolean;
  system: boolean;
};

type Group = { name: string; links: [href: string, name: string][] };

function groupsFor(rooms: Rooms, { t, language }: Edition): Group[] {
  const m = managingTextsFor(language);
  const l = lookTextsFor(language);
  const only = (may: boolean, href: string, name: string): [string, string][] => (may ? [[href, name]] : []);
  return [
    {
      name: m.navWrite,
      links: [
        ...only(rooms.figures, figuresPath, t.figures),
        ...only(rooms.articles, articlesDeskPath, newsroomTextsFor(language).articlesDesk),
        ...only(rooms.managing, mediaDeskPath, m.media),
        ...only(rooms.managing, frontDeskPath, l.frontTitle),
      ],
    },
    {
      name: m.navAnswer,
      links: [
        ...only(rooms.moderation, '/admin/moderation', t.moderation),
        ...only(rooms.linkbacks, linkbacksDeskPath, t.linkbacksDesk),
        ...only(rooms.embeds, embedsDeskPath, t.embedsDesk),
      ],
    },
    {
      name: m.navArrange,
      links: [
        ...only(rooms.managing, termsDeskPath('section'), m.sections),
        ...only(rooms.managing, termsDeskPath('tag'), m.tags),
        ...only(rooms.managing, termsDeskPath('author'), m.authors),
        ...only(rooms.managing, sourcesDeskPath, m.sources),
        ...only(rooms.managing, redirectsDeskPath, m.redirects),
        ...only(rooms.managing, menusDeskPath, l.menusTitle),
        ...only(rooms.settings, lookDeskPath, l.lookTitle),
      ],
    },
    {
      name: m.navRun,
      links: [
        ...only(rooms.people, peopleDeskPath, m.people),
        ...only(rooms.settings, settingsDeskPath, m.settings),
        ...only(rooms.transfer, transferPath, transferTextsFor(language).title),
        ...only(rooms.log, logPath, t.log),
        ...only(rooms.system, systemPath, t.system),
      ],
    },
  ].filter(({ links }) => links.length > 0);
}

/** What stands around every page of the newsroom: small, so that the work has the room. */
export function Frame({
  name,
  rooms,
  person,
  edition,
  children,
}: {
  name: string;
  rooms: Rooms;
  /** By which this browser keeps apart what it remembers for each. */
  person: string;
  edition: Edition;
  children: ReactNode;
}) {
  const { t, language } = edition;
  const groups = groupsFor(rooms, edition);
  return (
    <>
      <a className="skip-link" href="#content">
        {t.skipToContent}
      </a>
      <header className="newsroom" data-person={person}>
        <div className="newsroom-inner">
          <p className="newsroom-name">
            <Link href="/">{name}</Link>
            <span>{t.newsroom}</span>
          </p>
          <p className="newsroom-account">
            <Link href="/account">{t.yourAccount}</Link>
          </p>
          <nav aria-label={t.newsroomNav} className="newsroom-nav">
            <Groups groups={groups} />
          </nav>
          {/* One of the two is displayed: this one on phones. */}
          <details className="newsroom-menu">
            <summary>{managingTextsFor(language).navMenu}</summary>
            <nav aria-label={t.newsroomNav}>
              <Groups groups={groups} />
            </nav>
          </details>
        </div>
      </header>
      {children}
    </>
  );
}

const Groups = ({ groups }: { groups: Group[] }) => (
  <ul>
    {groups.map(({ name, links }) => (
      <li key={name}>
        <span>{name}</span>
        <ul>
          {links.map(([href, label]) => (
            <li key={href}>
              <Link href={href}>{label}</Link>
            </li>
          ))}
        </ul>
      </li>
    ))}
  </ul>
);
