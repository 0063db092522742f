using System.CommandLine;
using Hops.Cli.Commands;
using Hops.Cli.Commands.Projects;
using Hops.Cli.Runner;
using Hops.Cli.Server;

namespace Hops.Cli;

/// <summary>Every command of <c>hops</c>, in the order of the help.</summary>
internal static class CommandTable
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Hops.NET: projects, datasets, topics and streaming queries in one process");
        root.Options.Add(GlobalOptions.Url);
        root.Options.Add(GlobalOptions.Project);
        root.Options.Add(GlobalOptions.Output);
        foreach (var command in Commands())
            root.Subcommands.Add(command);
        return root;
    }

    private static IEnumerable<Command> Commands()
    {
        yield return ServerCommand.Create();
        yield return RunnerCommand.Create();
        yield return UserCommand.Group("project", "Make and see projects", ProjectList.Create());
    }
}
