// Completion for shells. In: the table of verbs. Out: a script per shell, which knows verbs, their options and what these
// mean; arguments are completed as files, or as what a command says. Invariant: nothing is listed here by hand.

import type { OptionSpec } from './arguments.ts';
import type { Verb } from './verbs.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** Text in single quotes, as all three shells read it. */
const quoted = (text: string, quote = "'\\''"): string => `'${text.replaceAll("'", quote)}'`;

const optionsOf = (verb: Verb): readonly (readonly [string, OptionSpec])[] =>
  Object.entries(verb.options).filter(([, spec]) => spec.notYet !== true);

const words = (list: readonly string[]) => list.join(' ');

function bash(verbs: readonly Verb[]): string {
  const cases = verbs.map((v) => {
    const options = words(optionsOf(v).map(([name]) => `--${name}`));
    const first = v.positionals.first === undefined ? '' : ` first='${v.positionals.first}'`;
    return `    ${v.name}) options='${options}'${first} ;;`;
  });
  return `# busbar completion bash: put \`source <(busbar completion bash)\` into ~/.bashrc
_busbar() {
  local word=\${COMP_WORDS[COMP_CWORD]} options= first=
  if [[ $COMP_CWORD == 1 ]]; then
    mapfile -t COMPREPLY < <(compgen -W '${words(verbs.map((v) => v.name))}' -- "$word")
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  elif [[ $first && $COMP_CWORD == 2 ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$($first 2>/dev/null)" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -o filenames -F _busbar busbar
`;
}

function zsh(verbs: readonly Verb[]): string {
  /** In \`_arguments\`, brackets and colons have meanings of their own. */
  const plain = (text: string) => text.replaceAll(/[[\]:]/g, '\\$&');
  const spec = ([name, o]: readonly [string, OptionSpec]) =>
    quoted(`${o.multiple ? '*' : ''}--${name}[${plain(o.summary)}]${o.value ? `:${plain(o.value)}:_files` : ''}`);
  const cases = verbs.map((v) => {
    const { first } = v.positionals;
    const rest = first === undefined ? "'*:file:_files'" : `"1:target:($(${first} 2>/dev/null))" '*:value:'`;
    return `    ${v.name}) _arguments ${words(optionsOf(v).map(spec))} ${rest} ;;`;
  });
  return `#compdef busbar
# busbar completion zsh: put \`source <(busbar completion zsh)\` into ~/.zshrc, after compinit
_busbar() {
  local -a verbs=(${words(verbs.map((v) => quoted(`${v.name}:${v.summary}`)))})
  if (( CURRENT == 2 )); then
    _describe verb verbs
    return
  fi
  local verb=$words[2]
  shift words
  (( CURRENT-- ))
  case $verb in
${cases.join('\n')}
  esac
}
compdef _busbar busbar
`;
}

function fish(verbs: readonly Verb[]): string {
  const inFish = (text: string) => quoted(text.replaceAll('\\', '\\\\'), "\\'");
  const lines = verbs.flatMap((v) => [
    `complete -c busbar -n __fish_use_subcommand -f -a ${v.name} -d ${inFish(v.summary)}`,
    ...(v.positionals.first === undefined
      ? []
      : [`complete -c busbar -n '__fish_seen_subcommand_from ${v.name}' -f -a '(${v.positionals.first} 2>/dev/null)'`]),
    ...optionsOf(v).map(([name, o]) => {
      const short = o.short === undefined ? '' : ` -s ${o.short}`;
      const value = o.value === undefined ? '' : ' -r';
      return `complete -c busbar -n '__fish_seen_subcommand_from ${v.name}' -l ${name}${short}${value} -d ${inFish(o.summary)}`;
    }),
  ]);
  return `# busbar completion fish: busbar completion fish > ~/.config/fish/completions/busbar.fish\n${lines.join('\n')}\n`;
}

const scripts: Readonly<Record<Shell, (verbs: readonly Verb[]) => string>> = { bash, zsh, fish };

/** Of verbs with all options that each takes. */
export const completionScript = (shell: Shell, verbs: readonly Verb[]): string => scripts[shell](verbs);
