import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Choice, DeskTable } from './table.tsx';

const columns = [
  { id: 'name', name: 'Name', href: '/admin/articles?sort=name', sorted: 'ascending' as const },
  { id: 'hits', name: 'Hits', number: true },
  { id: 'acts', name: '' },
];
const rows = ['one', 'two'].map((id) => ({
  id,
  label: `Choose ${id}`,
  cells: { name: <b>{id}</b>, hits: '12', acts: null },
}));
const given = { name: 'test', className: 'manage-table', language: 'en', columns, rows };

test('on the server it is whole: heads that sort, labels for phones, and boxes that a plain form sends', () => {
  const html = renderToStaticMarkup(
    <Choice value={{ chosen: ['two'], turn: 0, tell: () => {} }}>
      <DeskTable {...given} choosing />
    </Choice>,
  );
  expect(html).toContain('<th scope="col" aria-sort="ascending"><a href="/admin/articles?sort=name">');
  expect(html).toContain('<th dir="auto" scope="row"');
  expect(html).toContain('data-label="Hits"');
  expect(html.match(/<input type="checkbox" name="id"/g)).toHaveLength(2);
  // What was chosen before still is.
  expect(html).toMatch(/<input(?=[^>]*value="two")(?=[^>]*checked="")/);
  expect(html).not.toMatch(/<input(?=[^>]*value="one")(?=[^>]*checked="")/);
  // What needs scripts is not there yet.
  expect(html).not.toContain('<details');
});

test('a table without a choice has no boxes and no line of tools', () => {
  const html = renderToStaticMarkup(<DeskTable {...given} />);
  expect(html).not.toContain('<input');
  expect(html).not.toContain('desk-table-tools');
});
