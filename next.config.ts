import type { NextConfig } from 'next';

/**
 * Reading pages are static, so a nonce can't be in them; Next's own bootstrap is inline. Players are the one
 * thing a reader may load from elsewhere, by a click.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  // Where uploads go, which `bin/build.ts` builds again for when it changes.
  `connect-src 'self'${process.env.UPLOADTHING_TOKEN ? ' https://*.uploadthing.com' : ''}`,
  'frame-src https:',
  "frame-ancestors 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ');

const config: NextConfig = {
  cacheComponents: true,
  partialPrefetching: true,
  poweredByHeader: false,
  // bin/serve compresses each page once instead of at each request.
  compress: false,
  // proxy.ts does it, in one step with the redirects of old addresses.
  skipTrailingSlashRedirect: true,
  distDir: process.env.NEXT_DIST_DIR || '.next',
  // Postgres carries expiry between servers; this keeps a page that was rendered before an expiry from being
  // stored after it. Vercel brings a cache of its own.
  ...(process.env.VERCEL === '1' ? {} : { cacheHandler: require.resolve('./bin/page-cache.cjs') }),
  cacheMaxMemorySize: 64 * 1024 * 1024,
  // Checked by `npm test`, with the same compiler options and without holding up a start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    ...['sharp', 'postgres', 'pg-boss', 'nodemailer', 'uploadthing', 'file-type', 'heic-decode'],
    ...['@observablehq/plot', 'linkedom'],
  ],
  images: {
    formats: ['image/avif', 'image/webp'],
    // Not `/files/attached/…`: what it makes of a picture it keeps, also when the response is gone.
    localPatterns: [{ pathname: '/files/*/*', search: '' }],
    deviceSizes: [420, 640, 840, 1200, 1600, 2400],
    imageSizes: [160, 320],
    qualities: [70],
    minimumCacheTTL: 60 * 60 * 24 * 30,
    maximumDiskCacheSize: 1024 * 1024 * 1024,
  },
  experimental: {
    // A megabyte pasted into a form is answered beside the field, not by a page of Next's.
    serverActions: { bodySizeLimit: '3mb' },
    // Else every page carries the not-found page, masthead and footer included, three times.
    globalNotFound: true,
    // An operator's machine has few cores, and pages are few at build time.
    staticGenerationMinPagesPerWorker: 100,
    // Writing it takes longer on two cores than it saves; most builds here are the first of a clone or a test.
    turbopackFileSystemCacheForBuild: false,
  },
  // Where feed readers and search engines look on a WordPress site; addresses of its articles are in `redirect`.
  async redirects() {
    return [
      { source: '/:path(wp-sitemap\\.xml|sitemap_index\\.xml)', destination: '/sitemap.xml', statusCode: 301 },
      { source: '/:path(rss\\.xml|index\\.xml)', destination: '/feed.xml', statusCode: 301 },
    ];
  },
  async headers() {
    return [
      {
        source: '/((?!_next/|files/).*)',
        headers: [
          { key: 'Content-Security-Policy', value: contentSecurityPolicy },
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
          { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), browsing-topics=()' },
        ],
      },
    ];
  },
};

export default config;
