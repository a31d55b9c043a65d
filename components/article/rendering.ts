import type { ReactNode } from 'react';
import { type DocumentNode, safeUrl } from '#lib/document/schema';
import type { Edition } from '#messages/edition';
import type { Outline } from './document-outline.ts';

/** What the pieces of the renderer share. */
export type Rendering = Edition & { outline: Outline; prefix: string; ugc: boolean };

type NodeContext = { node: DocumentNode; parent?: DocumentNode; children?: ReactNode };

/** One function a node type. Each receives its children rendered. */
export type Handlers = Record<string, (context: NodeContext) => ReactNode>;

/** An attribute that is a text with something in it. */
export function textOf(node: DocumentNode, name: string): string | undefined {
  const value = node.attrs?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An attribute that is a positive whole number. */
export function sizeOf(node: DocumentNode, name: string): number | undefined {
  const value = Number(node.attrs?.[name]);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

/** An attribute that is an address which may be linked to. */
export function urlOf(node: DocumentNode, name: string): string | undefined {
  const value = textOf(node, name);
  return value === undefined ? undefined : (safeUrl(value) ?? undefined);
}

/** A file of ours: loaded from here, never from another host. */
export function ownFile(node: DocumentNode): string | undefined {
  const src = textOf(node, 'src');
  return node.attrs?.fileId && src?.startsWith('/files/') ? src : undefined;
}

/** The one paragraph of a list item or cell without its `<p>`, which then needs no undoing of margins. */
export function loneParagraph(node: DocumentNode): boolean {
  const only = node.content?.length === 1 ? node.content[0] : undefined;
  return only?.type === 'paragraph' && !only.attrs?.align && !only.attrs?.lang && !only.attrs?.dir;
}

export const isEmpty = (children: ReactNode): boolean => !Array.isArray(children) || children.length === 0;

const alignments = new Set(['left', 'right', 'center', 'justify', 'wide', 'full']);

/** The class of an alignment: `at-left`, `at-wide`, … */
export function alignClass(node: DocumentNode): string | undefined {
  const align = textOf(node, 'align');
  return align && alignments.has(align) ? `at-${align}` : undefined;
}

export const classes = (...names: (string | undefined | false)[]): string | undefined =>
  names.filter(Boolean).join(' ') || undefined;
