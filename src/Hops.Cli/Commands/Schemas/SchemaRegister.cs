using System.CommandLine;
using System.Globalization;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema register</c></summary>
internal static class SchemaRegister
{
    private static readonly Argument<string> Subject = new("subject") { Description = "The subject, such as departures-value" };

    private static readonly Argument<string> Source = new("file") { Description = "File with the schema, or - for standard input" };

    private static readonly Option<SchemaType> Type = Choice.Option<SchemaType>("--type", null, "TYPE", "In which language the schema is");

    private static readonly Option<string[]> Reference = new("--reference")
    {
        Description = "A schema to which it refers, as NAME=SUBJECT@VERSION: NAME is the Avro type, the address of the JSON Schema, or the file that is imported; the latest version without @VERSION",
        HelpName = "NAME=SUBJECT",
    };

    public static Command Create() => UserCommand.Create(
        "register", "Register a schema as the next version of a subject", [Subject, Source, Type, Reference], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("schemas", arguments.GetValue(Subject)!, "versions");
        var wish = new
        {
            schema = await TextInput.ReadAsync(arguments.GetValue(Source)!, cancellationToken),
            type = SchemaTypes.NameOf(arguments.GetValue(Type)),
            references = (arguments.GetValue(Reference) ?? []).Select(ReferenceOf).ToList(),
        };
        context.Printer.Object(await context.PostAsync(route, wish, cancellationToken));
    }

    private static object ReferenceOf(string text)
    {
        var mark = text.LastIndexOf('=');
        var rest = text[(mark + 1)..];
        var at = rest.LastIndexOf('@');
        var version = -1;
        if (mark <= 0 || at == 0 || rest.Length == 0 || (at > 0 && !int.TryParse(rest.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out version)))
            throw new PlatformException(ErrorCode.InvalidArgument, $"--reference is NAME=SUBJECT or NAME=SUBJECT@VERSION, not '{text}'.");
        return new { name = text[..mark], subject = at < 0 ? rest : rest[..at], version };
    }
}
