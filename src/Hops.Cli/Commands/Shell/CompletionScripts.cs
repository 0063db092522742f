namespace Hops.Cli.Commands.Shell;

/// <summary>
/// The scripts: each asks <c>hops</c> itself for the candidates, through the <c>[suggest]</c> directive of System.CommandLine, which takes
/// the position of the cursor and the line so far and prints one candidate a line. File names complete where there is no candidate.
/// </summary>
internal static class CompletionScripts
{
    public const string Bash = """
        # bash completion for hops
        _hops() {
            local word="${COMP_WORDS[COMP_CWORD]}" line candidate
            line="${COMP_LINE:0:COMP_POINT}"
            COMPREPLY=()
            while IFS= read -r candidate; do
                [[ "$candidate" == "$word"* ]] || continue
                # Options are offered to those who have begun one.
                [[ -z "$word" && "$candidate" == [-/]* ]] && continue
                COMPREPLY+=("$candidate")
            done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o default -F _hops hops
        """;

    public const string Zsh = """
        #compdef hops
        # zsh completion for hops
        _hops() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a candidates
            candidates=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            [[ -n "${words[CURRENT]}" ]] || candidates=("${(@)candidates:#[-\/]*}")
            candidates=("${(@)candidates:#}")
            compadd -a candidates || _files
        }
        compdef _hops hops
        """;

    public const string Fish = """
        # fish completion for hops
        function __hops_candidates
            set -l line (commandline -cp | string collect)
            hops "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c hops -a '(__hops_candidates)'
        """;
}
