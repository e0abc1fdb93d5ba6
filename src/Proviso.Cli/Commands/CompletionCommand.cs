using System.CommandLine;

namespace Proviso.Cli.Commands;

/// <summary><c>proviso completion bash|zsh|fish</c>: prints a script for the shell; the words come from the command itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _proviso() {
          local line="${COMP_LINE}" IFS=$'\n'
          COMPREPLY=($(compgen -W "$(proviso "[suggest:${COMP_POINT}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
          [[ ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _proviso proviso
        """;

    private const string Zsh = """
        _proviso() {
          local -a words_found
          words_found=("${(@f)$(proviso "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -- $words_found
          _files
        }
        compdef _proviso proviso
        """;

    private const string Fish = """
        complete -c proviso -a "(proviso '[suggest:'(commandline -C)']' (commandline) 2>/dev/null)"
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints a completion script: `source <(proviso completion bash)`.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return ExitCodes.Clear;
        });
        return command;
    }
}
