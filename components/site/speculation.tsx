/** What is no page, or not the reader's to open by accident. */
const never = ['/files/*', '/api/*', '/admin/*', '/*.xml', '/*.json', '/oembed*', '/sign-in*', '/account*'];

const rules = {
  prefetch: [
    {
      where: {
        and: [
          { href_matches: '/*' },
          { not: { href_matches: never } },
          { not: { selector_matches: '[download], [rel~="nofollow"]' } },
        ],
      },
      eagerness: 'moderate',
    },
  ],
};

/** Lets browsers that can fetch the page behind a link when a pointer rests on it, and only then. */
export function Speculation() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours.
  return <script type="speculationrules" dangerouslySetInnerHTML={{ __html: JSON.stringify(rules) }} />;
}
