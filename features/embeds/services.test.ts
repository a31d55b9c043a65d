import { describe, expect, test } from 'vitest';
import { matchesGlob } from './registry.ts';
import { recognise } from './services.ts';

/** Address, key, player (without its query where that says nothing new; null: the service is asked for it). */
const tube = 'dQw4w9WgXcQ';
const noCookie = `https://www.youtube-nocookie.com/embed/${tube}`;
const list = 'PLabcdefghij012345';

const films: [string, string, string | null][] = [
  [`https://www.youtube.com/watch?v=${tube}`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`http://youtube.com/watch?v=${tube}`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://m.youtube.com/watch?v=${tube}&feature=share`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://music.youtube.com/watch?v=${tube}&si=x`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://youtu.be/${tube}`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://youtu.be/${tube}?si=abc&t=62`, `youtube:${tube}`, `${noCookie}?start=62&rel=0`],
  [`https://youtu.be/${tube}?t=1h2m3s`, `youtube:${tube}`, `${noCookie}?start=3723&rel=0`],
  [`https://www.youtube.com/watch?v=${tube}&t=90s`, `youtube:${tube}`, `${noCookie}?start=90&rel=0`],
  [`https://www.youtube.com/watch?v=${tube}&start=5`, `youtube:${tube}`, `${noCookie}?start=5&rel=0`],
  [`https://www.youtube.com/watch?v=${tube}#t=2m`, `youtube:${tube}`, `${noCookie}?start=120&rel=0`],
  [`https://www.youtube.com/watch?v=${tube}&t=nonsense`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://www.youtube.com/watch?list=${list}&v=${tube}`, `youtube:${tube}`, `${noCookie}?list=${list}&rel=0`],
  [`https://www.youtube.com/shorts/${tube}`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://www.youtube.com/live/${tube}?feature=shared`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://www.youtube.com/embed/${tube}?start=7`, `youtube:${tube}`, `${noCookie}?start=7&rel=0`],
  [`https://www.youtube-nocookie.com/embed/${tube}`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://www.youtube.com/v/${tube}`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [`https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D${tube}`, `youtube:${tube}`, `${noCookie}?rel=0`],
  [
    `https://www.youtube.com/playlist?list=${list}`,
    `youtube:list-${list}`,
    `https://www.youtube-nocookie.com/embed/videoseries?list=${list}&rel=0`,
  ],
  ['https://vimeo.com/76979871', 'vimeo:76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
  [
    'https://vimeo.com/76979871/8272103f6e',
    'vimeo:76979871-8272103f6e',
    'https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e',
  ],
  ['https://vimeo.com/channels/staffpicks/76979871', 'vimeo:76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
  ['https://vimeo.com/groups/name/videos/76979871', 'vimeo:76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
  [
    'https://vimeo.com/showcase/1234567/video/76979871',
    'vimeo:76979871',
    'https://player.vimeo.com/video/76979871?dnt=1',
  ],
  [
    'https://player.vimeo.com/video/76979871#t=30s',
    'vimeo:76979871',
    'https://player.vimeo.com/video/76979871?dnt=1#t=30s',
  ],
  [
    'https://www.dailymotion.com/video/x26m1j4',
    'dailymotion:x26m1j4',
    'https://geo.dailymotion.com/player.html?video=x26m1j4',
  ],
  [
    'https://www.dailymotion.com/video/x26m1j4_a-title',
    'dailymotion:x26m1j4',
    'https://geo.dailymotion.com/player.html?video=x26m1j4',
  ],
  [
    'https://dai.ly/x26m1j4?start=40',
    'dailymotion:x26m1j4',
    'https://geo.dailymotion.com/player.html?video=x26m1j4&startTime=40',
  ],
  [
    'https://www.dailymotion.com/embed/video/x26m1j4',
    'dailymotion:x26m1j4',
    'https://geo.dailymotion.com/player.html?video=x26m1j4',
  ],
  [
    'https://www.tiktok.com/@scout2015/video/6718335390845095173',
    'tiktok:6718335390845095173',
    'https://www.tiktok.com/player/v1/6718335390845095173?rel=0',
  ],
  [
    'https://www.tiktok.com/@scout2015/photo/6718335390845095173',
    'tiktok:6718335390845095173',
    'https://www.tiktok.com/player/v1/6718335390845095173?rel=0',
  ],
  [
    'https://m.tiktok.com/@a.b/video/6718335390845095173?x=1',
    'tiktok:6718335390845095173',
    'https://www.tiktok.com/player/v1/6718335390845095173?rel=0',
  ],
  [
    'https://www.tiktok.com/embed/v2/6718335390845095173',
    'tiktok:6718335390845095173',
    'https://www.tiktok.com/player/v1/6718335390845095173?rel=0',
  ],
  ['https://vm.tiktok.com/ZMabcdefg/', 'tiktok:short-ZMabcdefg', null],
  ['https://www.tiktok.com/t/ZTabcdefg/', 'tiktok:short-ZTabcdefg', null],
  [
    'https://www.ted.com/talks/jill_bolte_taylor_my_stroke_of_insight',
    'ted:jill_bolte_taylor_my_stroke_of_insight',
    'https://embed.ted.com/talks/jill_bolte_taylor_my_stroke_of_insight',
  ],
  [
    'https://www.twitch.tv/videos/1234567890?t=1h2m3s',
    'twitch:video-1234567890',
    'https://player.twitch.tv/?video=1234567890&time=1h2m3s&parent={host}&autoplay=false',
  ],
  [
    'https://m.twitch.tv/some_name',
    'twitch:live-some_name',
    'https://player.twitch.tv/?channel=some_name&parent={host}&autoplay=false',
  ],
  [
    'https://clips.twitch.tv/AbcDefGhi-JklMno',
    'twitch:clip-AbcDefGhi-JklMno',
    'https://clips.twitch.tv/embed?clip=AbcDefGhi-JklMno&parent={host}&autoplay=false',
  ],
  [
    'https://www.twitch.tv/name/clip/AbcDefGhi',
    'twitch:clip-AbcDefGhi',
    'https://clips.twitch.tv/embed?clip=AbcDefGhi&parent={host}&autoplay=false',
  ],
  ['https://videopress.com/v/kUJmAcSf', 'videopress:kUJmAcSf', 'https://videopress.com/embed/kUJmAcSf'],
  ['https://streamable.com/moo123', 'streamable:moo123', 'https://streamable.com/e/moo123'],
  ['https://archive.org/details/some-item_1', 'internet-archive:some-item_1', 'https://archive.org/embed/some-item_1'],
];

const tweet = 'https://platform.twitter.com/embed/Tweet.html?id=20&dnt=true';
const did = 'did:plc:z72i7hdynmk6r22z27h6tvur';
const facebookPost = (url: string) =>
  `https://www.facebook.com/plugins/post.php?href=${encodeURIComponent(url)}&show_text=true`;
const facebookVideo = (url: string) =>
  `https://www.facebook.com/plugins/video.php?href=${encodeURIComponent(url)}&show_text=false&lazy=true`;

const posts: [string, string | RegExp, string | null][] = [
  ['https://twitter.com/jack/status/20', 'x:20', tweet],
  ['https://x.com/jack/status/20', 'x:20', tweet],
  ['https://mobile.twitter.com/jack/status/20?s=21', 'x:20', tweet],
  ['https://www.x.com/jack/statuses/20', 'x:20', tweet],
  ['https://twitter.com/i/status/20', 'x:20', tweet],
  ['https://x.com/i/web/status/20', 'x:20', tweet],
  ['https://x.com/jack/status/20/photo/1', 'x:20', tweet],
  [
    'https://www.facebook.com/name.of/posts/10153231379946729',
    /^facebook:/,
    facebookPost('https://www.facebook.com/name.of/posts/10153231379946729'),
  ],
  [
    'https://m.facebook.com/story.php?story_fbid=123456&id=42',
    /^facebook:/,
    facebookPost('https://www.facebook.com/story.php?story_fbid=123456&id=42'),
  ],
  [
    'https://www.facebook.com/permalink.php?story_fbid=123456&id=42&__tn__=x',
    /^facebook:/,
    facebookPost('https://www.facebook.com/permalink.php?story_fbid=123456&id=42'),
  ],
  [
    'https://www.facebook.com/photo/?fbid=123456',
    /^facebook:/,
    facebookPost('https://www.facebook.com/photo/?fbid=123456'),
  ],
  [
    'https://www.facebook.com/groups/1234/posts/5678',
    /^facebook:/,
    facebookPost('https://www.facebook.com/groups/1234/posts/5678'),
  ],
  [
    'https://www.facebook.com/share/p/AbCdEfG/',
    /^facebook:/,
    facebookPost('https://www.facebook.com/share/p/AbCdEfG/'),
  ],
  [
    'https://www.facebook.com/name/videos/10153231379946729/',
    /^facebook:/,
    facebookVideo('https://www.facebook.com/name/videos/10153231379946729/'),
  ],
  [
    'https://www.facebook.com/watch/?v=10153231379946729',
    /^facebook:/,
    facebookVideo('https://www.facebook.com/watch/?v=10153231379946729'),
  ],
  [
    'https://www.facebook.com/reel/10153231379946729',
    /^facebook:/,
    facebookVideo('https://www.facebook.com/reel/10153231379946729'),
  ],
  ['https://fb.watch/AbCdEfG123/', /^facebook:/, facebookVideo('https://fb.watch/AbCdEfG123/')],
  [
    `https://www.facebook.com/plugins/post.php?href=${encodeURIComponent('https://www.facebook.com/a/posts/12345')}`,
    /^facebook:/,
    facebookPost('https://www.facebook.com/a/posts/12345'),
  ],
  [
    'https://www.instagram.com/p/Bsl0CSEA1Ke/',
    'instagram:Bsl0CSEA1Ke',
    'https://www.instagram.com/p/Bsl0CSEA1Ke/embed/captioned/',
  ],
  [
    'https://instagram.com/reel/Bsl0CSEA1Ke?igsh=1',
    'instagram:Bsl0CSEA1Ke',
    'https://www.instagram.com/reel/Bsl0CSEA1Ke/embed/captioned/',
  ],
  [
    'https://www.instagram.com/reels/Bsl0CSEA1Ke/',
    'instagram:Bsl0CSEA1Ke',
    'https://www.instagram.com/reel/Bsl0CSEA1Ke/embed/captioned/',
  ],
  [
    'https://www.instagram.com/name/p/Bsl0CSEA1Ke/',
    'instagram:Bsl0CSEA1Ke',
    'https://www.instagram.com/p/Bsl0CSEA1Ke/embed/captioned/',
  ],
  [
    'https://instagr.am/tv/Bsl0CSEA1Ke',
    'instagram:Bsl0CSEA1Ke',
    'https://www.instagram.com/tv/Bsl0CSEA1Ke/embed/captioned/',
  ],
  [
    'https://www.threads.net/@name/post/C8abcdefg',
    'threads:C8abcdefg',
    'https://www.threads.com/@name/post/C8abcdefg/embed',
  ],
  [
    'https://www.threads.com/@name/post/C8abcdefg?x=1',
    'threads:C8abcdefg',
    'https://www.threads.com/@name/post/C8abcdefg/embed',
  ],
  ['https://bsky.app/profile/bsky.app/post/3kqmooj3ems2w', 'bluesky:bsky.app-3kqmooj3ems2w', null],
  [
    `https://bsky.app/profile/${did}/post/3kqmooj3ems2w`,
    `bluesky:${did}-3kqmooj3ems2w`,
    `https://embed.bsky.app/embed/${did}/app.bsky.feed.post/3kqmooj3ems2w?colorMode=system`,
  ],
  ['https://mastodon.example/@name/109300000000000000', /^mastodon:/, null],
  ['https://mastodon.example/@name@other.example/109300000000000000', /^mastodon:/, null],
  [
    'https://www.reddit.com/r/pics/comments/92dd8/a_title/',
    'reddit:92dd8',
    'https://embed.reddit.com/r/pics/comments/92dd8/a_title/?embed=true&ref_source=embed&ref=share&showmedia=true',
  ],
  [
    'https://old.reddit.com/r/pics/comments/92dd8',
    'reddit:92dd8',
    'https://embed.reddit.com/r/pics/comments/92dd8/?embed=true&ref_source=embed&ref=share&showmedia=true',
  ],
  [
    'https://www.reddit.com/r/pics/comments/92dd8/a_title/c0bcdef/',
    'reddit:92dd8-c0bcdef',
    'https://embed.reddit.com/r/pics/comments/92dd8/a_title/c0bcdef/?embed=true&ref_source=embed&ref=share&showmedia=true',
  ],
  ['https://redd.it/92dd8', 'reddit:short-92dd8', null],
  ['https://www.reddit.com/r/pics/s/AbCdEf', 'reddit:share-AbCdEf', null],
  [
    'https://www.pinterest.com/pin/99360735500167749/',
    'pinterest:99360735500167749',
    'https://assets.pinterest.com/ext/embed.html?id=99360735500167749',
  ],
  ['https://pin.it/AbCdE', 'pinterest:short-AbCdE', null],
];

const others: [string, string | RegExp, string | RegExp | null][] = [
  [
    'https://soundcloud.com/name/a-track',
    /^soundcloud:/,
    'https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fname%2Fa-track&show_teaser=false&hide_related=true',
  ],
  ['https://m.soundcloud.com/name/sets/a-set?si=1', /^soundcloud:/, /sets%2Fa-set/],
  ['https://on.soundcloud.com/AbCdE', 'soundcloud:short-AbCdE', null],
  [
    'https://open.spotify.com/track/0AxCAAM2OFgQv7bIYCOx0H?si=1',
    'spotify:track-0AxCAAM2OFgQv7bIYCOx0H',
    'https://open.spotify.com/embed/track/0AxCAAM2OFgQv7bIYCOx0H',
  ],
  [
    'https://open.spotify.com/intl-de/album/0AxCAAM2OFgQv7bIYCOx0H',
    'spotify:album-0AxCAAM2OFgQv7bIYCOx0H',
    'https://open.spotify.com/embed/album/0AxCAAM2OFgQv7bIYCOx0H',
  ],
  [
    'https://open.spotify.com/episode/0AxCAAM2OFgQv7bIYCOx0H',
    'spotify:episode-0AxCAAM2OFgQv7bIYCOx0H',
    'https://open.spotify.com/embed/episode/0AxCAAM2OFgQv7bIYCOx0H',
  ],
  [
    'https://open.spotify.com/embed/playlist/0AxCAAM2OFgQv7bIYCOx0H',
    'spotify:playlist-0AxCAAM2OFgQv7bIYCOx0H',
    'https://open.spotify.com/embed/playlist/0AxCAAM2OFgQv7bIYCOx0H',
  ],
  ['https://spotify.link/AbCdE', 'spotify:short-AbCdE', null],
  [
    'https://music.apple.com/us/album/a-name/1440857781?i=1440857786',
    /^apple-music:/,
    'https://embed.music.apple.com/us/album/a-name/1440857781?i=1440857786',
  ],
  [
    'https://podcasts.apple.com/us/podcast/a-name/id1200361736',
    /^apple-podcasts:/,
    'https://embed.podcasts.apple.com/us/podcast/a-name/id1200361736',
  ],
  [
    'https://www.mixcloud.com/name/a-show/',
    /^mixcloud:/,
    'https://player-widget.mixcloud.com/widget/iframe/?hide_cover=1&feed=%2Fname%2Fa-show%2F',
  ],
  ['https://www.flickr.com/photos/name/12345678901/in/album-1', 'flickr:12345678901', null],
  ['https://flic.kr/p/2abcde', /^flickr:/, null],
  [
    'https://codepen.io/name/pen/wvYgRaB',
    'codepen:name-wvYgRaB',
    'https://codepen.io/name/embed/wvYgRaB?default-tab=result',
  ],
  [
    'https://codepen.io/name/full/wvYgRaB',
    'codepen:name-wvYgRaB',
    'https://codepen.io/name/embed/wvYgRaB?default-tab=result',
  ],
  [
    'https://gist.github.com/name/8f2a1c3d4e5f60718293a4b5c6d7e8f9',
    'github-gist:8f2a1c3d4e5f60718293a4b5c6d7e8f9',
    null,
  ],
  ['https://gist.github.com/8f2a1c3d4e5f60718293a4b5c6d7e8f9.js', 'github-gist:8f2a1c3d4e5f60718293a4b5c6d7e8f9', null],
  [
    'https://www.google.com/maps/place/Eiffel+Tower/@48.8583701,2.2944813,17z/data=x',
    /^google-maps:/,
    'https://www.google.com/maps?q=Eiffel%20Tower&ll=48.8583701,2.2944813&z=17&output=embed',
  ],
  [
    'https://www.google.de/maps/@52.52,13.405,12z',
    /^google-maps:/,
    'https://www.google.com/maps?q=52.52%2C13.405&ll=52.52,13.405&z=12&output=embed',
  ],
  ['https://maps.google.com/?q=Lisbon', /^google-maps:/, 'https://www.google.com/maps?q=Lisbon&output=embed'],
  ['https://www.google.com/maps/embed?pb=!1m18', /^google-maps:/, 'https://www.google.com/maps/embed?pb=!1m18'],
  ['https://maps.app.goo.gl/AbCdEfGh', 'google-maps:short-AbCdEfGh', null],
  [
    'https://www.openstreetmap.org/#map=12/52.5/13.4',
    'openstreetmap:12-52.5-13.4',
    /^https:\/\/www\.openstreetmap\.org\/export\/embed\.html\?bbox=/,
  ],
  // By the registry alone.
  ['https://issuu.com/name/docs/a_paper', /^issuu:/, null],
  ['https://speakerdeck.com/name/a-deck', /^speakerdeck:/, null],
  ['https://imgur.com/gallery/abcde', /^imgur:/, null],
  ['https://www.scribd.com/doc/110799637/A-Name', /^scribd:/, null],
  ['https://wordpress.tv/2024/01/02/a-talk/', /^wordpress-tv:/, null],
  ['https://name.tumblr.com/post/1234567/a-title', /^tumblr:/, null],
  ['https://example.org/a/page', /^link:[\w-]{22}$/, null],
  ['http://example.org:8080/a', /^link:/, null],
];

describe('an address says what it is', () => {
  test.each([...films, ...posts, ...others])('%s', (address, key, player) => {
    const place = recognise(address);
    if (typeof key === 'string') expect(place?.key).toBe(key);
    else expect(place?.key).toMatch(key);
    if (player instanceof RegExp) expect(place?.player?.src).toMatch(player);
    else expect(place?.player?.src ?? null).toBe(player);
  });

  test.each([
    ['https://www.youtube.com/@channel', 'link'],
    ['https://www.youtube.com/', 'link'],
    ['https://www.youtube.com/watch?v=short', 'youtube'],
    ['https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ', 'link'],
    ['https://evilyoutube.com/watch?v=dQw4w9WgXcQ', 'link'],
    ['https://evil.example/?https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'link'],
    ['https://x.com/jack', 'link'],
    ['https://x.com/jack/status/20<script>', 'link'],
    ['https://vimeo.com/about', 'link'],
    ['https://www.google.com/search?q=maps', 'link'],
    ['https://www.twitch.tv/directory', 'link'],
    ['https://www.facebook.com/name', 'link'],
    ['https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fevil.example%2Fa%2Fposts%2F12345', 'link'],
    ['https://soundcloud.com/discover', 'link'],
  ])('%s has no player', (address, service) => {
    const place = recognise(address);
    expect(place?.player).toBeNull();
    if (service !== 'link') return;
    expect(
      ['link', 'youtube', 'x', 'twitter', 'vimeo', 'soundcloud', 'facebook', 'google'].includes(place?.service ?? ''),
    ).toBe(true);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://a:b@example.org/',
    'nothing',
    '',
    'https://',
  ])('%j is no web address', (address) => expect(recognise(address)).toBeNull());

  test('every player is of its own https host, closed, and none may navigate the page', () => {
    for (const [address] of [...films, ...posts, ...others]) {
      const player = recognise(address)?.player;
      if (!player) continue;
      expect(player.src).toMatch(/^https:\/\/[a-z0-9.-]+\//);
      expect(player.sandbox).not.toContain('top-navigation');
      expect(player.sandbox.split(' ')).toContain('allow-scripts');
      expect(player.allow).not.toMatch(/camera|microphone|geolocation|clipboard/);
      expect((player.ratio === null) !== (player.height === null)).toBe(true);
    }
  });

  test('names in addresses can not break out of a player', () => {
    const hostile = ['"><script>', '%22%3E%3Cscript%3E', '&autoplay=1', '../../x', '..%2F..%2Fx', "'", '\u202e'];
    for (const [address] of [...films, ...posts, ...others]) {
      for (const part of hostile) {
        const place = recognise(address + part);
        const host = place?.player && new URL(place.player.src.replace('{host}', 'a.example')).hostname;
        if (host)
          expect(host).toBe(
            new URL((recognise(address)?.player ?? place?.player)?.src.replace('{host}', 'a') ?? '').hostname,
          );
        expect(place?.player?.src ?? '').not.toMatch(/["<>]/);
      }
    }
  });
});

test('globs are met in one pass, whatever they and the address are', () => {
  expect(matchesGlob('/a/photo/b', ['/', '/photo/', ''])).toBe(true);
  expect(matchesGlob('/photo/', ['/', '/photo/', ''])).toBe(false);
  expect(matchesGlob('/ab', ['/a', 'b'])).toBe(true);
  expect(matchesGlob('/a', ['/a', 'a'])).toBe(false);
  expect(matchesGlob('/x', ['/x'])).toBe(true);
  const before = performance.now();
  expect(matchesGlob(`/${'ab'.repeat(50_000)}`, ['/', ...Array.from({ length: 30 }, () => 'ba'), 'c'])).toBe(false);
  for (let n = 0; n < 50; n++) recognise(`https://${'a.'.repeat(120)}example.org/${'@/'.repeat(900)}${'1'.repeat(50)}`);
  expect(performance.now() - before).toBeLessThan(500);
});
