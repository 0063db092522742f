using System.CommandLine;
using System.Globalization;
using Hops.Cli.Commands.Files;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Audit;

/// <summary><c>hops audit export</c></summary>
internal static class AuditExport
{
    private static readonly Argument<string> Local = new("to") { Description = "Where to, or - for standard output" };

    private static readonly Option<long?> After = Count.Option("--after", "Begin behind the entry of this number, as the last line of the export before says", long.MaxValue);

    public static Command Create() => UserCommand.Create(
        "export", "Write the audit trail, or a selection of it, to a file that can be verified", [Local, .. AuditRoute.Selection, After], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = AuditRoute.Of(context, arguments, "export", ("after", arguments.GetValue(After)?.ToString(CultureInfo.InvariantCulture)));
        var local = arguments.GetValue(Local)!;
        if (await new Download(route).SaveAsync(context, local, isForced: false, cancellationToken) is not null)
            Printer.Note($"Wrote {local}; 'hops audit verify {ShellText.Word(local)}' checks it without a server.");
    }
}
