import { getEdition } from '#app/_cached/edition';
import { cachedNavigation } from '#app/_cached/settings';
import { NotFoundNotice } from '#components/site/not-found-notice';

/** What a page says that found nothing at its address; masthead and footer are the layout's. */
export default async function NotFound() {
  const [{ edition }, { sections }] = await Promise.all([getEdition(), cachedNavigation()]);
  return <NotFoundNotice t={edition.t} sections={sections} />;
}
