using System.CommandLine;
using Hops.Cli.Commands.Files;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Persons;

/// <summary><c>hops account export</c> and <c>hops user export</c></summary>
internal static class PersonExportFile
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the user" };

    private static readonly Argument<string> Local = new("to") { Description = "Where to, or - for standard output" };

    public static Command CreateOwn() => UserCommand.Create(
        "export",
        "Write all that is stored of you to a file",
        [Local],
        (context, arguments, cancellationToken) => SaveAsync(context, "me/data", arguments.GetValue(Local)!, cancellationToken));

    public static Command CreateOfUser() => UserCommand.Create(
        "export",
        "Write all that is stored of a user to a file (administrators)",
        [Name, Local],
        (context, arguments, cancellationToken) =>
            SaveAsync(context, CommandContext.Route("users", arguments.GetValue(Name)!, "data"), arguments.GetValue(Local)!, cancellationToken));

    private static async Task SaveAsync(CommandContext context, string route, string local, CancellationToken cancellationToken)
    {
        if (await new Download(route).SaveAsync(context, local, isForced: false, cancellationToken) is not null)
            Printer.Note($"Wrote {local}: a JSON object for each row.");
    }
}
