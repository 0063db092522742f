using System.CommandLine;
using Hops.Cli.Commands.Sessions;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>Makes commands that talk to a server: the one place where a context is made for them.</summary>
internal static class UserCommand
{
    /// <summary>A command with its symbols and its action.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">One line for the help.</param>
    /// <param name="symbols">Its arguments and options.</param>
    /// <param name="action">What it does; a refusal is thrown and becomes an exit code in <c>Program</c>.</param>
    public static Command Create(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<CommandContext, ParseResult, CancellationToken, Task> action)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else if (symbol is Option option)
                command.Options.Add(option);
        }

        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var context = new CommandContext(arguments);
            try
            {
                await action(context, arguments, cancellationToken);
                return ExitCode.Ok;
            }
            catch (PlatformException refusal) when (refusal.Code == ErrorCode.Unauthenticated && name != Login.Name)
            {
                throw new PlatformException(refusal.Code, context.WhyUnknown, refusal);
            }
        });
        return command;
    }

    /// <summary>A noun that holds commands.</summary>
    public static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
            group.Subcommands.Add(command);
        return group;
    }
}
