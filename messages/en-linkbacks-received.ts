/** Interface texts, English: what other sites send. */
export const linkbacksReceived = {
  tellTitle: 'Tell us of your answer',
  tellIntro:
    'You have written about an article of ours on a page of your own, and your page links to it? Give us both addresses. We look for the link and, after a moderator has read it, show your page among the responses.',
  tellSource: 'Address of your page',
  tellSourceHint: 'The page with the link. It has to be there already.',
  tellTarget: 'Address of our article',
  tellTargetHint: 'As it stands in your link.',
  tellSend: 'Send',
  tellElsewhere: 'Software does the same by itself: this site takes webmentions, pingbacks and trackbacks.',

  tellNoSource: 'The address of your page is missing. It is the page with the link.',
  tellBadSource: 'This is not a web address. It begins with https:// or http:// and has no password in it.',
  tellOwnSource: 'This is a page of this site itself, which needs not be told. Give the address of your own page.',
  tellNoTarget: 'The address of our article is missing.',
  tellWrongTarget: 'This is not the address of an article here. Copy it from the article, or from your link.',
  tellSame: 'Both addresses are the same page. The first is of your page, the second of our article.',
  tellClosed: 'This article takes no linkbacks.',
  tellOff: 'This site takes no webmentions at the moment.',
  tellBlocked: 'Linkbacks of this site are not taken here.',
  tellTooMany: (minutes: number, formatted: string) =>
    minutes === 1
      ? 'Too many linkbacks have come. Try again in a minute.'
      : `Too many linkbacks have come. Try again in ${formatted} minutes.`,
  tellReadOnly: 'The site is being worked on and takes nothing at the moment. Try again later.',

  mentionTitle: 'What became of your linkback',
  mentionWaiting: 'It waits to be looked up. That takes a few moments; load this page again to see.',
  mentionHeld: 'Your page was read and the link found. It is shown once a moderator has looked at it.',
  mentionShown: 'Your page was read, and it is shown among the responses.',
  mentionHidden: 'Your page was read and the link found. A moderator decided not to show it.',
  mentionRefused: 'It was not taken.',
  mentionWithdrawn: 'It was shown and is no longer: its source is gone, or has no link to the article any more.',
  mentionSource: 'Your page',
  mentionTarget: 'Article',
  mentionProtocol: 'Came by',
  mentionAt: 'Came on',
  mentionChecked: 'Looked up on',
  mentionDue: 'Looked up again on',
  mentionSee: 'See it among the responses',
  mentionAgain: 'Send it again',
  protocolTrackback: 'Trackback',
  protocolPingback: 'Pingback',
  protocolWebmention: 'Webmention',
} as const;
