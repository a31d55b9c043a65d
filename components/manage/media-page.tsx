import { removeFileAction } from '#app/_actions/library';
import { Link } from '#components/ui/link';
import { Picture } from '#components/ui/picture';
import type { FileUse, Library, LibraryFile, LibraryFilter } from '#features/media/schema';
import { deskPath, mediaDeskPath, mediaFilePath } from '#lib/addresses';
import { fileSize } from '#lib/file-size';
import type { Edition } from '#messages/edition';
import { type ManagingTexts, managingTextsFor } from '#messages/managing';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { AddFiles, FocusOfFile, ReplaceFile, WordsOfFile } from './media-forms.tsx';
import { DeskPages } from './pages.tsx';
import { SearchForm } from './search-form.tsx';
import { DeskTable } from './table.tsx';

type ListProps = { library: Library; filter: LibraryFilter; asList: boolean; removed: boolean; edition: Edition };

/** Every file of articles, newest first. */
export function MediaPage({ library, filter, asList, removed, edition }: ListProps) {
  const t = managingTextsFor(edition.language);
  const { kind = '', text = '', unused = false } = filter;
  const narrowed = kind !== '' || text !== '' || unused;
  const narrowing = { ...(text && { q: text }), ...(kind && { kind }), ...(unused && { unused: '1' }) };
  const query = { ...narrowing, ...(asList && { view: 'list' }) };
  return (
    <main id="content" className="queue-page manage">
      <h1>{t.media}</h1>
      <p className="desk-hint">{t.mediaIntro}</p>
      <p role="status" className="desk-done">
        {removed && t.removed}
      </p>
      <AddFiles language={edition.language} />
      <SearchForm path={mediaDeskPath} text={text} label={t.mediaSearch} send={t.search}>
        {asList && <input type="hidden" name="view" value="list" />}
        <div className="desk-field">
          <label htmlFor="media-kind">{t.mediaKind}</label>
          <select id="media-kind" name="kind" defaultValue={kind}>
            <option value="">{t.mediaAnyKind}</option>
            <option value="picture">{t.mediaPictures}</option>
            <option value="sound">{t.mediaSound}</option>
            <option value="video">{t.mediaVideo}</option>
            <option value="other">{t.mediaOther}</option>
          </select>
        </div>
        <label className="desk-check">
          <input type="checkbox" name="unused" value="1" defaultChecked={unused} />
          <span>{t.mediaUnused}</span>
        </label>
      </SearchForm>
      <div className="articles-count">
        <p className="desk-hint">{t.mediaCount(library.total, edition.format.number(library.total))}</p>
        <nav aria-label={t.mediaView}>
          {[narrowing, { ...narrowing, view: 'list' }].map((given, index) => (
            <Link
              key={String(index)}
              href={`${mediaDeskPath}?${new URLSearchParams(given)}`}
              aria-current={asList === (index === 1) ? 'true' : undefined}
            >
              {index === 1 ? t.mediaAsList : t.mediaAsPictures}
            </Link>
          ))}
        </nav>
      </div>
      {library.files.length === 0 ? (
        <p>{narrowed ? t.searchNone : t.mediaNone}</p>
      ) : asList ? (
        <FileTable files={library.files} edition={edition} />
      ) : (
        <ul className="media-grid">
          {library.files.map((file) => (
            <li key={file.fileId}>
              <Link href={mediaFilePath(file.fileId)}>
                <Thumb file={file} />
                <p className="media-name">
                  <bdi>{file.name}</bdi>
                </p>
              </Link>
              <p className="media-facts">
                {file.uses === 0 ? t.mediaUnusedFact : t.mediaUses(file.uses, edition.format.number(file.uses))}
              </p>
            </li>
          ))}
        </ul>
      )}
      <DeskPages path={mediaDeskPath} query={query} list={library} edition={edition} />
    </main>
  );
}

function FileTable({ files, edition }: { files: LibraryFile[]; edition: Edition }) {
  const { format, language } = edition;
  const t = managingTextsFor(language);
  const kinds = { picture: t.mediaPictures, sound: t.mediaSound, video: t.mediaVideo, other: t.mediaOther };
  return (
    <DeskTable
      name="media"
      className="manage-table"
      language={language}
      columns={[
        { id: 'name', name: t.mediaColumnName },
        { id: 'kind', name: t.mediaKind },
        { id: 'size', name: t.mediaColumnSize, number: true },
        { id: 'uses', name: t.mediaColumnUses },
        { id: 'brought', name: t.mediaColumnBrought },
      ]}
      rows={files.map((file) => ({
        id: file.fileId,
        cells: {
          name: (
            <Link href={mediaFilePath(file.fileId)}>
              <bdi>{file.name}</bdi>
            </Link>
          ),
          kind: kinds[file.kind],
          size: fileSize(file.bytes, language),
          uses: file.uses === 0 ? t.mediaUnusedFact : t.mediaUses(file.uses, format.number(file.uses)),
          brought: <time dateTime={file.createdAt}>{format.shortDate(file.createdAt)}</time>,
        },
      }))}
    />
  );
}

const ending = (name: string): string => name.split('.').at(-1)?.slice(0, 5) ?? '';
const isShowable = ({ type, width, height }: LibraryFile): boolean =>
  width !== null && height !== null && /^image\/(jpeg|png|webp|avif|gif)$/.test(type);

const isCroppable = (file: LibraryFile): boolean => isShowable(file) && file.kind === 'picture';

/** Its name stands beside it, so the picture itself says nothing. */
function Thumb({ file }: { file: LibraryFile }) {
  return (
    <div className="media-thumb">
      {isShowable(file) ? (
        <Picture src={file.src} width={file.width ?? 0} height={file.height ?? 0} alt="" sizes="11rem" />
      ) : (
        <span aria-hidden="true">{ending(file.name)}</span>
      )}
    </div>
  );
}

type Props = { file: LibraryFile; used: FileUse[]; logo: boolean; done: string | null; edition: Edition };

/** One file: its words, where it stands, and what can become of it. */
export function MediaFilePage({ file, used, logo, done, edition }: Props) {
  const t = managingTextsFor(edition.language);
  const isFree = used.length === 0 && !logo;
  const { language, format } = edition;
  return (
    <main id="content" className="queue-page manage">
      <p className="desk-hint">
        <Link href={mediaDeskPath}>{t.media}</Link>
      </p>
      <h1>
        <bdi>{file.name}</bdi>
      </h1>
      <p role="status" className="desk-done">
        {done}
      </p>
      <div className="media-one">
        <div>
          {isCroppable(file) ? (
            <FocusOfFile
              key={`${file.focus?.x}-${file.focus?.y}`}
              file={file}
              width={file.width ?? 0}
              height={file.height ?? 0}
              language={language}
            />
          ) : (
            <Shown file={file} />
          )}
          <p className="media-facts">
            {file.type}
            {file.width !== null && ` · ${format.number(file.width)} × ${format.number(file.height ?? 0)}`}
            {` · ${format.number(Math.max(1, Math.round(file.bytes / 1000)))} kB · `}
            <time dateTime={file.createdAt}>{format.dateTime(file.createdAt)}</time>
          </p>
          <p className="desk-links">
            <a href={file.src}>{t.mediaOpen}</a>
          </p>
        </div>
        <div>
          <WordsOfFile key={`${file.alt}${file.caption}${file.credit}`} file={file} language={language} />
        </div>
      </div>
      <section className="manage-part" aria-labelledby="used">
        <h2 id="used">{t.mediaUsed}</h2>
        {isFree && <p className="desk-hint">{t.mediaUsedNone}</p>}
        {logo && <p>{t.mediaUsedLogo}</p>}
        <ul className="desk-links">
          {used.map((use) => (
            <li key={use.articleId}>
              <Link href={deskPath(use.articleId)} dir="auto">
                {use.headline}
              </Link>
              <span className="desk-tagged"> {placesOf(use, t).join(', ')}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="manage-part" aria-labelledby="more">
        <h2 id="more">{t.change}</h2>
        <ReplaceFile file={file} language={language} />
        {isFree ? (
          <>
            <p className="desk-hint">{t.mediaRemoveText}</p>
            <DeskButton
              action={removeFileAction}
              at={mediaFilePath(file.fileId)}
              fields={{ id: file.fileId }}
              className="desk-button"
            >
              {t.mediaRemove}
            </DeskButton>
          </>
        ) : (
          <p className="desk-hint">{t.mediaRemoveWhy}</p>
        )}
      </section>
    </main>
  );
}

function placesOf({ lead, text }: FileUse, t: ManagingTexts): string[] {
  const places = [...(lead ? [t.mediaUsedLead] : []), ...(text && !lead ? [t.mediaUsedText] : [])];
  return places.length > 0 ? places : [t.mediaUsedBefore];
}

function Shown({ file }: { file: LibraryFile }) {
  if (isShowable(file))
    return (
      <Picture
        src={file.src}
        width={file.width ?? 0}
        height={file.height ?? 0}
        alt={file.alt}
        sizes="(min-width: 60rem) 40rem, 100vw"
        priority
      />
    );
  // biome-ignore lint/a11y/useMediaCaption: what somebody brought, before it stands anywhere.
  if (file.kind === 'video') return <video src={file.src} controls preload="metadata" />;
  // biome-ignore lint/a11y/useMediaCaption: what somebody brought, before it stands anywhere.
  if (file.kind === 'sound') return <audio src={file.src} controls preload="metadata" />;
  return <Thumb file={file} />;
}
