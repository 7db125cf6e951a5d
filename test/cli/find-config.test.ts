// Which config is meant when none is named: the nearest one up to the root of the repository.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../runtime/cli/arguments.ts';
import { discoverConfig, entryPath } from '../../runtime/cli/find-config.ts';
import { STDIN } from '../../runtime/source-host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

const tree = (...files: string[]): string => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'repo/.git'), { recursive: true });
  mkdirSync(join(root, 'repo/a/b'), { recursive: true });
  for (const f of files) writeFileSync(join(root, f), '');
  return root;
};

describe('discovery', () => {
  test('here first, then upwards, as a relative path', () => {
    const root = tree('repo/busbar.yaml', 'repo/a/busbar.yml');
    expect(discoverConfig(join(root, 'repo')).path).toBe('busbar.yaml');
    expect(discoverConfig(join(root, 'repo/a')).path).toBe('busbar.yml');
    expect(discoverConfig(join(root, 'repo/a/b')).path).toBe('../busbar.yml');
  });

  test('not beyond the root of the repository', () => {
    const root = tree('busbar.yaml');
    expect(discoverConfig(join(root, 'repo/a/b'))).toEqual({ top: join(root, 'repo') });
  });

  test('two in one folder are an error', () => {
    const root = tree('repo/busbar.yaml', 'repo/busbar.config.ts');
    expect(() => discoverConfig(join(root, 'repo/a'))).toThrow(
      'There are two configs in ..: busbar.yaml and busbar.config.ts.',
    );
  });
});

describe('the entry', () => {
  test('none at all', () => {
    expect(() => entryPath(join(tree(), 'repo'), undefined)).toThrow(UsageError);
  });

  test('standard input, and a name as it is', () => {
    expect(entryPath('/', '-')).toBe(STDIN);
    expect(entryPath('/', 'a/b.yaml')).toBe('a/b.yaml');
  });

  test('TypeScript is found, and an empty one said to be so', async () => {
    const root = tree('repo/busbar.config.ts');
    const { code, out } = await busbar(['check'], { cwd: join(root, 'repo') });
    expect(code).toBe(1);
    expect(out).toContain('program/no-default');
  });
});
