using System.CommandLine;
using Hops.Schemas.Types;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema register</c></summary>
internal static class SchemaRegister
{
    private static readonly Argument<string> Subject = new("subject") { Description = "The subject, such as departures-value" };

    private static readonly Argument<string> Source = new("file") { Description = "File with the schema, or - for standard input" };

    private static readonly Option<SchemaType?> Type = Choice.Option<SchemaType?>(
        "--type", null, "TYPE", "In which language the schema is, if the file's ending (.avsc, .json, .proto) does not say");

    private static readonly Option<string[]> Reference = SchemaFile.ReferenceOption();

    public static Command Create() => UserCommand.Create(
        "register", "Register a schema as the next version of a subject", [Subject, Source, Type, Reference], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("schemas", arguments.GetValue(Subject)!, "versions");
        var file = arguments.GetValue(Source)!;
        var wish = new
        {
            schema = await TextInput.ReadAsync(file, cancellationToken),
            type = SchemaTypes.NameOf(SchemaFile.TypeOf(file, arguments.GetValue(Type))),
            references = SchemaFile.ReferencesOf(arguments.GetValue(Reference)),
        };
        context.Printer.Object(await context.PostAsync(route, wish, cancellationToken));
    }
}
