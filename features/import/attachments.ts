import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { storage } from '#lib/storage';

const kinds = ['image', 'audio', 'video', 'document', 'spreadsheet', 'interactive', 'other'] as const;
const size = z.number().int().min(1).max(100_000).nullable();

/** A file of a comment, as our own export names it. The bytes come with the folder of files. */
const KeptAttachment = z.object({
  id: z.uuid(),
  ...{ name: z.string().max(200), type: z.string().max(200), alt: z.string().max(1000), caption: z.string().max(500) },
  ...{ kind: z.enum(kinds), bytes: z.number().int().positive(), width: size, height: size },
  files: z
    .array(
      z.object({
        id: z.uuid(),
        key: z.string().regex(/^(attached|uploadthing)\/[A-Za-z0-9/_-]+$/),
        ...{ name: z.string().max(200), type: z.string().max(200), sha256: z.string().max(64) },
        ...{ bytes: z.number().int().positive(), width: size, height: size },
        variant: z.enum(['original', 'large', 'thumb', 'poster']),
      }),
    )
    .max(8),
});

/**
 * Brings back the files of comments that an export of ours names, where `DATA_DIR/files` has them: a backup put back.
 * What is not there, or is known here already, is left.
 */
export async function writeAttachments(
  sql: TransactionSql,
  responses: readonly { id: number; attachments: readonly unknown[] }[],
): Promise<void> {
  for (const { id: responseId, attachments } of responses) {
    for (const [position, given] of attachments.entries()) {
      const parsed = KeptAttachment.safeParse(given);
      if (!parsed.success) continue;
      const { files, ...one } = parsed.data;
      const sizes = await Promise.all(
        files.map(({ key }) => (key.startsWith('attached/') ? storage().size(key) : null)),
      );
      const here = files.filter(({ key, bytes }, index) => key.startsWith('uploadthing/') || sizes[index] === bytes);
      const original = here.find(({ variant }) => variant === 'original');
      if (!original) continue;
      const [made] = await sql`
        insert into attachment (id, response_id, position, alt, caption, name, kind, type, bytes, width, height, arrived_at)
        values (${one.id}, ${responseId}, ${position}, ${one.alt}, ${one.caption}, ${one.name}, ${one.kind}, ${one.type}, ${one.bytes},
          ${one.width}, ${one.height}, now()) on conflict (id) do nothing returning id`;
      if (!made) continue;
      for (const file of here) {
        await sql`insert into file (id, key, name, type, bytes, sha256, width, height, attachment_id, variant)
          values (${file.id}, ${file.key}, ${file.name}, ${file.type}, ${file.bytes}, ${file.sha256}, ${file.width}, ${file.height},
            ${one.id}, ${file.variant}) on conflict do nothing`;
      }
      await sql`update attachment set file_id = (select id from file where id = ${original.id}) where id = ${one.id}`;
    }
  }
}
