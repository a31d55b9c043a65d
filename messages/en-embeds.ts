/** Interface texts, English: links that become players and cards. */
export const embeds = {
  embedOf: (title: string, service: string) => `${title}, on ${service}`,
  embedPlay: (title: string, service: string) => `Play here: ${title}, from ${service}`,
  embedShow: 'Show it here',
  embedShowOf: (title: string, service: string) => ` (${title}, from ${service})`,
  embedLearns: (service: string) => `${service} then learns that you are reading this.`,
  embedGone: (service: string) => `This is no longer on ${service}.`,

  // What the script in the page says.
  playerFrame: (title: string, service: string) => `${title}, player from ${service}`,
  playerFrom: (service: string) => `This player comes from ${service}.`,
  playerAlways: (service: string) => `Always show ${service}`,
  playerAsk: (service: string) => `Ask before showing ${service}`,
  playerClose: 'Close',

  embedsDesk: 'Players and cards',
  embedsDeskIntro: 'Links that stand alone on their lines. Each is looked up by itself; what fails is tried again.',
  embedsTroubled: 'Could not be looked up, or is gone',
  embedsNone: 'Nothing. Every link was looked up, or waits for its first time.',
  embedsNext: (time: string) => `Asked again on ${time}.`,
  embedsRefetch: 'Look it up now',
  embedsServices: 'Services',
  embedsOther: 'All other pages',
  embedsOn: 'On.',
  embedsOff: 'Off: its links are links, and it is asked nothing.',
  embedsKept: (count: number, formatted: string) => (count === 1 ? '1 link is kept.' : `${formatted} links are kept.`),
  embedsSwitchOn: (service: string) => `Switch ${service} on`,
  embedsSwitchOff: (service: string) => `Switch ${service} off`,

  playersTitle: 'Players of other services',
  playersIntro: 'What happens when an article or a response has a film, a post or a map of another service in it.',
  playersBefore: 'Before you click',
  playersBeforeText:
    'Nothing is asked of the other service. The picture, the title and the words you see are kept by us and come from here, so nobody else learns that you read this page.',
  playersAfter: 'When you click',
  playersAfterText:
    'The player of the service takes the place of the picture. It comes from the service itself, by the address with the least tracking that it offers, in a frame that knows nothing of the rest of the page. The service learns your network address and the site you are on.',
  playersAlways: 'Always showing a service',
  playersAlwaysText:
    'Under each player you can say that you always want the players of that service. Your browser remembers it, for this site and nobody else; we do not learn of it. Players then load when they come near your screen, and none of them starts by itself.',
  playersRemembered: 'What this browser remembers',
  playersForget: (service: string) => `Ask before showing ${service} again`,
  playersNone: 'Nothing. Each player waits for your click.',
  playersNoScript: 'Without JavaScript there are no players: each one is a link to its page.',
} as const;
