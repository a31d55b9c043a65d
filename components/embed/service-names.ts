import { hostOf } from '#lib/addresses';

/** Names as the services write them; by the end of the host. */
const names: readonly (readonly [string, string])[] = [
  ['youtube.com', 'YouTube'],
  ['youtu.be', 'YouTube'],
  ['vimeo.com', 'Vimeo'],
  ['dailymotion.com', 'Dailymotion'],
  ['soundcloud.com', 'SoundCloud'],
  ['open.spotify.com', 'Spotify'],
  ['music.apple.com', 'Apple Music'],
  ['podcasts.apple.com', 'Apple Podcasts'],
  ['mixcloud.com', 'Mixcloud'],
  ['bandcamp.com', 'Bandcamp'],
  ['twitter.com', 'X'],
  ['x.com', 'X'],
  ['bsky.app', 'Bluesky'],
  ['instagram.com', 'Instagram'],
  ['facebook.com', 'Facebook'],
  ['tiktok.com', 'TikTok'],
  ['reddit.com', 'Reddit'],
  ['flickr.com', 'Flickr'],
  ['ted.com', 'TED'],
  ['twitch.tv', 'Twitch'],
  ['wordpress.tv', 'WordPress.tv'],
  ['videopress.com', 'VideoPress'],
  ['codepen.io', 'CodePen'],
  ['gist.github.com', 'GitHub Gist'],
  ['github.com', 'GitHub'],
  ['speakerdeck.com', 'Speaker Deck'],
  ['slideshare.net', 'SlideShare'],
  ['issuu.com', 'Issuu'],
  ['archive.org', 'Internet Archive'],
  ['openstreetmap.org', 'OpenStreetMap'],
  ['google.com', 'Google'],
  ['datawrapper.dwcdn.net', 'Datawrapper'],
  ['tumblr.com', 'Tumblr'],
  ['pinterest.com', 'Pinterest'],
];

/** What to call the service behind an address: its name, or its host. */
export function serviceOf(address: string): string {
  const host = hostOf(address);
  return names.find(([end]) => host === end || host.endsWith(`.${end}`))?.[1] ?? host;
}
