/** A row of the law: which files, and what they may import besides one another. */
export interface Row {
  /** The files, as docs/architecture.md names them. */
  readonly name: string;
  /** From the repository's root. */
  readonly files: RegExp;
  /**
   * Folders and files of `src/`, `node` for its modules, `vscode`, and libraries by their names.
   * `types of …`: only what is erased when it is built.
   */
  readonly may: readonly string[];
}

/** Who may import what. The first row that fits a file counts. */
export const LAW: readonly Row[] = [
  { name: 'log, product', files: /^src\/(log|product)\.ts$/, may: [] },
  {
    name: 'domain',
    files: /^src\/domain\//,
    may: [
      'product',
      '@secretlint/secretlint-rule-preset-recommend',
      'image-size',
      'js-tiktoken',
      'jsonc-parser',
    ],
  },
  { name: 'io', files: /^src\/io\//, may: ['node', 'log', 'product', 'chokidar', 'jsonc-parser'] },
  { name: 'operations', files: /^src\/operations\//, may: ['node', 'log', 'domain', 'io'] },
  { name: 'worker', files: /^src\/worker\//, may: ['node', 'log', 'domain', 'io', 'operations'] },
  { name: 'wording', files: /^src\/wording\//, may: ['domain', 'types of operations'] },
  {
    name: 'features/x/protocol',
    files: /^src\/features\/\w+\/(?:protocol|\w+Protocol)\.ts$/,
    may: ['valibot'],
  },
  {
    name: 'features: pure files (`…View`, `…Policy`, `…Text`, `…Choices`, `…Plan`)',
    files: /^src\/features\/\w+\/\w+(View|Policy|Text|Choices|Plan)\.ts$/,
    may: ['domain', 'types of io', 'types of operations', 'wording', 'host/settings', 'diff'],
  },
  {
    name: 'features: the rest',
    files: /^src\/features\//,
    may: ['vscode', 'node', 'log', 'domain', 'io', 'operations', 'wording', 'host', 'product'],
  },
  {
    name: 'host',
    files: /^src\/host\//,
    may: [
      'vscode',
      'node',
      'log',
      'product',
      'domain',
      'io',
      'operations',
      'worker',
      'wording',
      'valibot',
    ],
  },
  {
    name: 'extension, cli',
    files: /^src\/(extension|cli|cli\/\w+)\.ts$/,
    may: [
      'vscode',
      'node',
      'log',
      'product',
      'domain',
      'io',
      'operations',
      'wording',
      'host',
      'features',
    ],
  },
  {
    name: 'media/x',
    files: /^media\/\w+\//,
    may: [
      'lit',
      'd3-hierarchy',
      'features/x/protocol',
      'features/x/cacheProtocol',
      'features/x/contentProtocol',
      'features/x/fixedBlockProtocol',
      'wording',
    ],
  },
];

/** Node modules that reach a network. */
export const NETWORK = ['dgram', 'dns', 'http', 'http2', 'https', 'inspector', 'net', 'tls'];
