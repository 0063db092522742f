using System.CommandLine;
using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema get</c></summary>
internal static class SchemaGet
{
    private const string Latest = "latest";

    private static readonly Argument<string> Subject = new("subject") { Description = "The subject, such as departures-value" };

    private static readonly Option<string> Version = new("--version")
    {
        Description = "Number of the version, or latest",
        HelpName = "VERSION",
        DefaultValueFactory = _ => Latest,
    };

    public static Command Create() => UserCommand.Create("get", "Show a version of a schema", [Subject, Version], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var version = arguments.GetValue(Version)!;
        if (version != Latest && !(int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
            throw new PlatformException(ErrorCode.InvalidArgument, $"--version is a number from 1 on, or {Latest}, not '{version}'.");
        var route = context.InProject("schemas", arguments.GetValue(Subject)!, "versions", version);
        context.Printer.Object(await context.GetAsync(route, cancellationToken));
    }
}
