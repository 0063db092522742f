using System.CommandLine;

namespace Hops.Cli.Commands.Shell;

/// <summary><c>hops completion</c>: scripts by which a shell completes command lines of <c>hops</c>.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var group = new Command("completion", "Print a completion script for a shell");
        group.Subcommands.Add(Of("bash", "For bash: source <(hops completion bash)", CompletionScripts.Bash));
        group.Subcommands.Add(Of("zsh", "For zsh: source <(hops completion zsh)", CompletionScripts.Zsh));
        group.Subcommands.Add(Of("fish", "For fish: hops completion fish | source", CompletionScripts.Fish));
        return group;
    }

    private static Command Of(string shell, string description, string script)
    {
        var command = new Command(shell, description);
        command.SetAction(_ => Console.Out.WriteLine(script));
        return command;
    }
}
