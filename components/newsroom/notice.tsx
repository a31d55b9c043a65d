import { Link } from '#components/ui/link';

type Props = { title: string; text: string; href: string; link: string };

/** One thing to say in place of a page, and where to go on. */
export function DeskNotice({ title, text, href, link }: Props) {
  return (
    <main id="content" className="notice">
      <h1>{title}</h1>
      <p className="notice-text">{text}</p>
      <ul className="notice-links">
        <li>
          <Link href={href}>{link}</Link>
        </li>
      </ul>
    </main>
  );
}
