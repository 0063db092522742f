using System.CommandLine;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Files;

/// <summary>Makes commands that act on a path of the project: the one place where a path that does not exist is explained.</summary>
internal static class FilesCommand
{
    /// <summary>A command with its symbols and its action.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">One line for the help.</param>
    /// <param name="path">The argument that has to exist, or whose directory has to.</param>
    /// <param name="symbols">All arguments and options, in order.</param>
    /// <param name="action">What it does.</param>
    public static Command Create(
        string name,
        string description,
        Argument<string> path,
        IReadOnlyList<Symbol> symbols,
        Func<CommandContext, ParseResult, CancellationToken, Task> action) =>
        UserCommand.Create(name, description, symbols, async (context, arguments, cancellationToken) =>
        {
            try
            {
                await action(context, arguments, cancellationToken);
            }
            catch (PlatformException refusal) when (refusal.Code == ErrorCode.NotFound)
            {
                throw await MissingFile.ExplainAsync(context, arguments.GetValue(path)!, refusal, cancellationToken);
            }
        });
}
