import { getSchema } from '@tiptap/core';
import type { MarkType, NodeType } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { samples } from '#lib/document/fixture';
import { documentSchema } from '#lib/document/schema';
import { schemaExtensions } from './schema-extensions.ts';

const schema = getSchema(schemaExtensions());

const attrsOf = (type: NodeType | MarkType) =>
  Object.entries(type.spec.attrs ?? {}).map(([name, { default: initial }]) => [name, initial]);

test('the editor has the nodes of the stored schema, in its order', () => {
  expect(Object.keys(schema.nodes)).toEqual(Object.keys(documentSchema.nodes));
  expect(schema.topNodeType.name).toBe(documentSchema.topNodeType.name);
});

test.each(Object.keys(documentSchema.nodes))('%s is the same in both', (name) => {
  const [ours, stored] = [schema.nodes[name], documentSchema.nodes[name]];
  if (!ours || !stored) throw new Error(`${name} is missing`);
  const shape = (type: NodeType) => ({
    content: type.spec.content ?? '',
    groups: [...(type.spec.group ?? '').split(' ')].sort(),
    inline: type.isInline,
    leaf: type.isLeaf,
    code: Boolean(type.spec.code),
    marks: type.markSet?.map((mark) => mark.name) ?? 'all',
    attrs: attrsOf(type),
  });
  expect(shape(ours)).toEqual(shape(stored));
});

test('the editor has the marks of the stored schema, in its order', () => {
  expect(Object.keys(schema.marks)).toEqual(Object.keys(documentSchema.marks));
});

test.each(Object.keys(documentSchema.marks))('%s is the same in both', (name) => {
  const [ours, stored] = [schema.marks[name], documentSchema.marks[name]];
  if (!ours || !stored) throw new Error(`${name} is missing`);
  const excluded = (type: MarkType, all: readonly MarkType[]) =>
    all.filter((one) => type.excludes(one)).map((one) => one.name);
  expect(attrsOf(ours)).toEqual(attrsOf(stored));
  expect(ours.spec.inclusive !== false).toBe(stored.spec.inclusive !== false);
  expect(excluded(ours, Object.values(schema.marks))).toEqual(excluded(stored, Object.values(documentSchema.marks)));
});

test.each(Object.entries(samples))('%s comes out as it went in', (_, body) => {
  const stored = documentSchema.nodeFromJSON(body).toJSON();
  const opened = schema.nodeFromJSON(body);
  opened.check();
  expect(JSON.stringify(opened.toJSON())).toBe(JSON.stringify(stored));
});
