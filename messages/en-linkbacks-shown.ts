/** Interface texts, English: linkbacks under an article, how to send one, and what editors see of those that we send. */
export const linkbacksShown = {
  /** What is given is a mark that stands where a link begins and where it ends. */
  takePart: (respond: string, trackback: string) =>
    `You can ${respond}leave a response${respond}, or ${trackback}trackback${trackback} from your own site.`,
  takePartLinking: (respond: string, how: string) =>
    `You can ${respond}leave a response${respond}, or ${how}answer from your own site${how}.`,
  takePartHere: (respond: string) => `You can ${respond}leave a response${respond}.`,
  takePartElsewhere: (trackback: string) =>
    `Responses are closed here, but you can ${trackback}trackback${trackback} from your own site.`,
  takePartLinkingElsewhere: (how: string) =>
    `Responses are closed here, but you can ${how}answer from your own site${how}.`,
  fromYourSite: 'From your own site',
  fromYourSiteText: 'Link to this article there. Sites that send webmentions or pingbacks tell us by themselves.',
  trackbackAddress: 'Address for trackbacks:',
  copyAddress: 'Copy',
  addressCopied: 'Copied',
  tellByHand: 'Tell us of your page by hand',

  fromOtherSites: 'From other sites',
  reactionCount: (count: number, formatted: string) =>
    count === 1 ? '1 reaction on another site' : `${formatted} reactions on other sites`,
  likedBy: (name: string) => `${name} likes this`,
  repostedBy: (name: string) => `${name} reposted this`,
  bookmarkedBy: (name: string) => `${name} bookmarked this`,
  moreReactions: (formatted: string) => `and ${formatted} more`,
  linkbackReply: 'Reply',
  linkbackOn: (site: string) => `on ${site}`,

  linkbacksDesk: 'Linkbacks',
  linkbacksDeskIntro:
    'Sites that answer each other: what other sites said of our articles, and whom we told of a link.',
  linkbacksReceiving: (names: string) => `Taken: ${names}.`,
  linkbacksReceivingNone: 'No linkbacks are taken.',
  linkbacksSendingOn: 'Pages that our articles link to are told.',
  linkbacksSendingOff: 'Nobody is told of links in our articles.',
  linkbacksSwitchesHow: 'Administrators switch this under Settings.',
  linkbacksBlocked: (count: number) => (count === 1 ? 'One site is blocked' : `${count} sites are blocked`),
  unblockSite: 'Take its linkbacks again',
  linkbacksSent: 'Sent',
  linkbacksSentNone: 'No link of an article published here has been noted yet.',
  linkbacksCame: 'Received',
  linkbacksCameNone: 'None.',
  linkbackWaiting: 'Waiting',
  linkbackTold: 'Told',
  linkbackNone: 'Takes no linkbacks',
  linkbackRefused: 'Refused',
  linkbackFailed: 'Given up',
  linkbackVerified: 'Verified',
  linkbackWithdrawn: 'Withdrawn',
  linkbackToldOn: (time: string) => `on ${time}`,
  linkbackNextTry: (time: string) => `Next try on ${time}.`,
  linkbackRemoved: 'The link was taken out.',
  linkbackTellAgain: 'Tell again',
  linkbackCheckAgain: 'Check again',
  linkbacksArticleOff: 'Nobody is told of links in this article.',
  linkbacksSwitchOff: 'Tell nobody of its links',
  linkbacksSwitchOn: 'Tell of its links',
  linkbacksAll: 'All',
} as const;
