/** Who may import whom: the rules of docs/architecture.md. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const doors = 'features/[^/]+/(schema|policy|queries|commands|jobs|adapter)[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'Two modules that need each other are one.',
      { pathNot: '^db/schema/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule('app-not-db', 'Routes read through features.', { path: '^app/' }, { path: '^db/' }),
    rule(
      'app-through-doors',
      'Only the doors of a room are open.',
      { path: '^(app|bin|instrumentation)' },
      { path: '^features/', pathNot: doors },
    ),
    rule(
      'components-stay-pure',
      'Components know shapes, not the database.',
      { path: '^components/' },
      { path: '^(db/|bin/|app/(?!_actions/)|features/[^/]+/(?!schema[.]ts))', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'rooms-have-doors',
      'Another room is entered by its doors.',
      { path: '^features/([^/]+)/' },
      { path: '^features/', pathNot: ['^features/$1/', doors] },
    ),
    rule(
      'features-know-no-framework',
      'The domain knows nothing of Next or React.',
      { path: '^features/' },
      { path: '^(app/|components/|node_modules/(next|react|react-dom)/)' },
    ),
    rule(
      'db-is-below',
      'The database knows the environment only.',
      { path: '^db/', pathNot: '[.]test[.]ts$|test-database' },
      { path: '^(app|components|features|bin)/' },
    ),
    rule(
      'lib-is-ground',
      'lib imports nothing of ours.',
      { path: '^lib/' },
      { path: '^(app|components|db|features|bin|messages)/' },
    ),
    rule(
      'no-orphan-tests-in-product',
      'Product code never imports tests.',
      { pathNot: '[.](test|spec)[.]tsx?$' },
      { path: '[.](test|spec)[.]tsx?$' },
    ),
    rule('resolvable', 'An import that resolves to nothing.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)[.]next' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
