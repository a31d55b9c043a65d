import { Avatar } from '#components/account/avatar';
import type { ReactionView, ThreadView } from '#features/responses/schema';
import { hostOf, responseAnchor } from '#lib/addresses';
import type { Edition } from '#messages/edition';

/** Who liked, reposted or bookmarked the article on a site of their own: a row of faces, each with its words for who can't see it. */
export function Reactions({
  reactions: { total, faces },
  edition: { t, format },
}: {
  reactions: ThreadView['reactions'];
  edition: Edition;
}) {
  const words = { like: t.likedBy, repost: t.repostedBy, bookmark: t.bookmarkedBy };
  const rest = total - faces.length;
  return (
    <>
      <p id="reactions">{t.reactionCount(total, format.number(total))}</p>
      <ul aria-labelledby="reactions">
        {faces.map((face) => {
          const sentence = words[face.kind](nameOf(face, t));
          const picture = <Face name={nameOf(face, t)} seed={face.link ?? face.name} avatar={face.avatar} size={32} />;
          return (
            <li key={face.id} id={responseAnchor(face.id)}>
              {face.link ? (
                <a href={face.link} rel="ugc nofollow noopener" title={sentence}>
                  {picture}
                  <span className="sr-only">{sentence}</span>
                </a>
              ) : (
                <span title={sentence}>
                  {picture}
                  <span className="sr-only">{sentence}</span>
                </span>
              )}
            </li>
          );
        })}
        {rest > 0 && <li className="reactions-more">{t.moreReactions(format.number(rest))}</li>}
      </ul>
    </>
  );
}

const nameOf = ({ name, siteName, link }: ReactionView, t: Edition['t']): string =>
  name || siteName || (link ? hostOf(link) : t.anonymous);

type FaceProps = { name: string; seed: string; avatar: string | null; size: number };

/** The picture that somebody's site has of them, kept by us; one drawn from the name where there is none. */
export function Face({ name, seed, avatar, size }: FaceProps) {
  if (avatar === null) return <Avatar name={name} seed={seed} size={size} />;
  // biome-ignore lint/performance/noImgElement: a small square already; the optimizer keeps what was deleted.
  return <img className="avatar" src={avatar} alt="" width={size} height={size} loading="lazy" decoding="async" />;
}
