using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic delete</c></summary>
internal static class TopicDelete
{
    private static readonly Argument<string> Name = new("name") { Description = "The topic" };

    public static Command Create() => UserCommand.Create("delete", "Delete a topic with all its records", [Name, Confirmation.Yes, Confirmation.Force], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        Confirmation.Require(arguments, $"This deletes topic {name} with all its records", name);
        await Confirmation.DeleteUsedAsync(
            arguments, name, force => context.DeleteAsync(context.InProject("topics", name) + force, cancellationToken));
        Printer.Note($"Deleted topic {name}. Schemas registered for it stay: 'hops schema delete {name}-value' deletes that of its values.");
    }
}
