import type { file } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import { cdata, escapeXml } from '#lib/html';

type Value = string | number | readonly (readonly [string, string | number])[];

/** An element with text, or with elements that hold text, on a line of its own. */
export function element(name: string, value: Value): string {
  if (typeof value === 'object')
    return `<${name}>\n${value.map(([inner, text]) => element(inner, text)).join('')}</${name}>\n`;
  return `<${name}>${typeof value === 'number' || value === '' ? value : cdata(value)}</${name}>\n`;
}

/** A value of post meta; empty ones are left out. */
export const meta = (key: string, value: string | number | null): string =>
  value === null || value === ''
    ? ''
    : element('wp:postmeta', [
        ['wp:meta_key', key],
        ['wp:meta_value', String(value)],
      ]);

/** A time as WordPress writes it, in UTC; without one the zeros it writes for none. */
export const wordpressTime = (time: Date | null): string =>
  time === null ? '0000-00-00 00:00:00' : time.toISOString().slice(0, 19).replace('T', ' ');

/** Plain text where WordPress keeps HTML. */
export const asHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A stored file as an attachment. */
export function fileItem(row: typeof file.$inferSelect, number: number, site: string): string {
  const address = `${site}${addressOfFile(row)}`;
  return `<item>
<title>${cdata(asHtml(row.name))}</title>
<link>${escapeXml(address)}</link>
<pubDate>${row.createdAt.toUTCString()}</pubDate>
<dc:creator>${cdata('broadsheet')}</dc:creator>
<guid isPermaLink="false">${escapeXml(`${site}/?attachment_id=${number}`)}</guid>
<description></description>
<content:encoded></content:encoded>
${element('excerpt:encoded', asHtml(row.caption))}<wp:post_id>${number}</wp:post_id>
${element('wp:post_date', wordpressTime(row.createdAt))}${element('wp:post_date_gmt', wordpressTime(row.createdAt))}<wp:comment_status>closed</wp:comment_status>
<wp:ping_status>closed</wp:ping_status>
${element('wp:post_name', `file-${number}`)}<wp:status>inherit</wp:status>
<wp:post_parent>0</wp:post_parent>
<wp:menu_order>0</wp:menu_order>
<wp:post_type>attachment</wp:post_type>
<wp:post_password></wp:post_password>
<wp:is_sticky>0</wp:is_sticky>
${element('wp:attachment_url', address)}${meta('_wp_attachment_image_alt', row.alt)}${meta('_broadsheet_file', row.id)}${meta('_broadsheet_credit', row.credit)}${meta('_broadsheet_focus', row.focusX === null || row.focusY === null ? null : `${row.focusX} ${row.focusY}`)}</item>
`;
}
