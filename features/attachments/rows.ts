import { type SQL, sql } from 'drizzle-orm';
import { attachment, file } from '#db/schema/index';
import { type AttachmentView, isPlayable, type ShownPicture } from './schema.ts';

type FileRow = {
  id: string;
  variant: 'original' | 'large' | 'thumb' | 'poster' | null;
  name: string;
  width: number | null;
  height: number | null;
};

/** An attachment with its files, as the database gives it. */
export type AttachmentRow = Omit<AttachmentView, 'src' | 'thumb' | 'large' | 'poster' | 'playable'> & {
  files: FileRow[] | null;
};

const whole = sql<AttachmentRow>`json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'type', a.type, 'bytes', a.bytes,
  'alt', a.alt, 'caption', a.caption, 'width', a.width, 'height', a.height, 'files', (
    select json_agg(json_build_object('id', f.id, 'variant', f.variant, 'name', f.name, 'width', f.width, 'height', f.height))
    from ${file} f where f.attachment_id = a.id))`;

/** One attachment as JSON, in a statement whose table of them is `a`. */
export const wholeAttachment: SQL<AttachmentRow> = whole;

/** The files of a response as JSON, in their order: a column of a statement with a table of responses of that name. */
export const attachmentsOfResponse = (of = 'response'): SQL<AttachmentRow[]> =>
  sql<AttachmentRow[]>`(select coalesce(json_agg(${whole} order by a.position, a.id), '[]'::json) from ${attachment} a
    where a.response_id = ${sql.identifier(of)}.id and a.removed_at is null and a.arrived_at is not null)`;

/** Under `/files/attached/`: the optimizer of pictures, which keeps what it made, is let near other addresses only. */
const addressOf = ({ id, name }: FileRow): string => `/files/attached/${id}/${encodeURIComponent(name)}`;

export function viewOf(row: AttachmentRow): AttachmentView {
  const { files, ...rest } = row;
  const found = (variant: FileRow['variant']) => files?.find((one) => one.variant === variant);
  const picture = (variant: FileRow['variant']): ShownPicture | null => {
    const one = found(variant);
    return one?.width && one.height ? { src: addressOf(one), width: one.width, height: one.height } : null;
  };
  const original = found('original');
  return {
    ...rest,
    src: original ? addressOf(original) : null,
    thumb: picture('thumb'),
    large: picture('large') ?? (row.kind === 'image' ? picture('original') : null),
    poster: picture('poster'),
    playable: isPlayable(row.type),
  };
}
