// The workflow that checks a studio on every push. In: the version of busbar, where the studio is in its repository.
// Out: YAML for GitHub Actions. Invariant: each step is a command that anybody can run, too; nothing of a stranger's pull
// request is executed, for the config is YAML and stays that.

export interface WorkflowFacts {
  readonly version: string;
  /** From the top of the repository; empty for the top. */
  readonly folder: string;
  /** Inventory beside the config; undefined: none. */
  readonly inventory: string | undefined;
}

export const workflow = ({ version, folder, inventory }: WorkflowFacts): string => `name: busbar
on: [push, pull_request]
permissions: { contents: read }

jobs:
  studio:
    runs-on: ubuntu-24.04
${folder === '' ? '' : `    defaults: { run: { working-directory: ${JSON.stringify(folder)} } }\n`}    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npm install --global busbar@${version}
      - name: The config compiles${inventory === undefined ? '' : ', and fits the devices'}
        run: busbar check --no-exec --format github${inventory === undefined ? '' : ` --inventory ${inventory}`}
      - name: The config is formatted
        run: busbar fmt --check
      - name: The studio does what it should
        run: busbar test --no-exec
      - name: No test is there for nothing
        run: busbar test --no-exec --mutate
      - name: What a reload would do
        if: github.event_name == 'pull_request'
        run: busbar diff "origin/$GITHUB_BASE_REF" --no-exec --format markdown >> "$GITHUB_STEP_SUMMARY" || true
`;
