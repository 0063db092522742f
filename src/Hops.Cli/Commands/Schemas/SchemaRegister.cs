using System.CommandLine;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema register</c></summary>
internal static class SchemaRegister
{
    private static readonly Argument<string> Subject = new("subject") { Description = "The subject, such as departures-value" };

    private static readonly Argument<string> Source = new("file") { Description = "File with the Avro schema, or - for standard input" };

    public static Command Create() => UserCommand.Create(
        "register", "Register a schema as the next version of a subject", [Subject, Source], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("schemas", arguments.GetValue(Subject)!, "versions");
        var wish = new { schema = await TextInput.ReadAsync(arguments.GetValue(Source)!, cancellationToken) };
        context.Printer.Object(await context.PostAsync(route, wish, cancellationToken));
    }
}
