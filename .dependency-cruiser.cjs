// Who may import whom: the table of ARCHITECTURE.md, checked by scripts/check-imports.mjs, which calls .ts .mjs and .tsx .jsx. `lib` and the own folder are always allowed.
const spine = [
  'lib',
  'domain',
  'ocpp',
  'gateway',
  'stations',
  'certificates',
  'storage',
  'cluster',
  'jobs',
  'transfer',
  'outbox',
  'http',
  'features',
  'roaming',
];
const may = {
  lib: [],
  domain: [],
  ocpp: ['domain'],
  gateway: ['ocpp', 'domain', 'cluster'],
  stations: ['domain', 'storage', 'cluster'],
  certificates: ['domain', 'storage'],
  storage: ['domain'],
  cluster: ['domain'],
  jobs: ['storage', 'cluster', 'domain', 'outbox'],
  transfer: [],
  outbox: ['storage'],
  http: ['domain', 'cluster'],
  features: ['domain', 'storage', 'http', 'jobs', 'cluster', 'transfer', 'outbox'],
  roaming: ['domain', 'storage', 'http', 'jobs', 'cluster', 'outbox'],
};
const test = '\\.test\\.(mjs|jsx)$';
const screen = '\\.jsx$|/texts\\.mjs$|src/features/tabs\\.mjs$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Run-time import cycles make the order of loading matter.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...spine.map((folder) => ({
      name: `${folder}-imports`,
      comment: `${folder}/ may import: lib, ${[folder, ...may[folder]].join(', ')}`,
      severity: 'error',
      from: { path: `^src/${folder}/`, pathNot: `${test}|${screen}` },
      to: {
        path: '^(src|web|sim|bench|test)/',
        pathNot: `^src/(lib|${[folder, ...may[folder]].join('|')})/`,
        dependencyTypesNot: ['type-only'],
      },
    })),
    {
      name: 'domain-is-pure',
      comment: 'Rules have no npm package and no node:*.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: test },
      to: { pathNot: '^src/(domain|lib/(time|errors))' },
    },
    {
      name: 'versions-apart',
      comment: 'OCPP versions never import each other; what they share has a folder of its own.',
      severity: 'error',
      from: { path: '^src/ocpp/(v16|v201|v21)/', pathNot: test },
      to: { path: '^src/ocpp/(v16|v201|v21)/', pathNot: '^src/ocpp/$1/' },
    },
    {
      name: 'slices-apart',
      comment: 'Another slice only as a type.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: test },
      to: { path: '^src/features/([^/]+)/', pathNot: '^src/features/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'store-is-private',
      comment: 'Only a slice touches its store.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/features/([^/]+)/|${test}` },
      to: { path: '^src/features/[^/]+/store\\.mjs$' },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules.ts imports domain and lib only.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/rules\\.mjs$' },
      to: { path: '^(src|web)/', pathNot: '^src/(domain|lib)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'config-only-in-main',
      comment: 'Settings are arguments.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/main\\.mjs$|${test}` },
      to: { path: '^src/config\\.mjs$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'console-imports-types-only',
      comment: 'The browser knows the server only as types.',
      severity: 'error',
      from: { path: `^web/|^src/.*\\.jsx$`, pathNot: test },
      to: {
        path: '^src/',
        pathNot: '\\.jsx$|/texts\\.mjs$|^src/features/tabs\\.mjs$|^src/features/[^/]+/fields/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'fields-are-data',
      comment: 'The browser has them too: words of the domain and nothing else.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/fields/', pathNot: test },
      to: { pathNot: '^src/(domain/|features/$1/fields/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sim-speaks-ocpp-only',
      severity: 'error',
      from: { path: '^sim/', pathNot: test },
      to: { path: '^src/', pathNot: '^src/(ocpp|lib)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-orphan-packages',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: test },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules|generated' },
    exclude: { path: '^(dist|generated)/' },
    enhancedResolveOptions: { extensions: ['.mjs', '.jsx', '.js', '.json'] },
  },
};
