using System.CommandLine;
using Hops.Cli.Commands.Schemas;
using Hops.Cli.Output;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic create</c></summary>
internal static class TopicCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the topic in the project" };

    private static readonly Option<long?> Partitions = Count.Option("--partitions", "Number of partitions", int.MaxValue);

    private static readonly Option<string?> ValueSchema = new("--value-schema")
    {
        Description = "File with the schema of its values, or - for standard input",
        HelpName = "FILE",
    };

    private static readonly Option<SchemaType?> ValueSchemaType = Choice.Option<SchemaType?>(
        "--value-schema-type", null, "TYPE", "In which language that schema is, if the file's ending (.avsc, .json, .proto) does not say");

    private static readonly Option<string[]> Reference = SchemaFile.ReferenceOption();

    private static readonly Option<string?> Records = new("--from")
    {
        Description = "File of records, all of which is read to make the schema of its values: see 'hops schema infer'. It is loaded by 'hops topic produce'",
        HelpName = "FILE",
    };

    public static Command Create() => UserCommand.Create(
        "create",
        "Make a topic",
        [
            Name, Partitions, TopicConfigChoice.Retention, TopicConfigChoice.ValidateSchema, TopicConfigChoice.Config, ValueSchema, ValueSchemaType, Reference, Records,
            CsvChoice.Csv, CsvChoice.Missing, CsvChoice.Separator, CsvChoice.DecimalComma,
        ],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        var (schemaFile, records) = (arguments.GetValue(ValueSchema), arguments.GetValue(Records));
        if (schemaFile is not null && records is not null)
            throw new PlatformException(ErrorCode.InvalidArgument, "Give either --value-schema or --from: both make the schema of the values.");
        var (type, references) = (arguments.GetValue(ValueSchemaType), SchemaFile.ReferencesOf(arguments.GetValue(Reference)));
        if (schemaFile is null && (type is not null || references.Count > 0))
            throw new PlatformException(ErrorCode.InvalidArgument, "--value-schema-type and --reference say more of a schema: give it by --value-schema FILE.");
        var inferred = records is null ? null : SchemaInfer.Infer(records, arguments);
        var wish = new
        {
            name,
            partitions = arguments.GetValue(Partitions),
            config = TopicConfigChoice.Of(arguments),
            valueSchema = schemaFile is not null ? await TextInput.ReadAsync(schemaFile, cancellationToken) : inferred is null ? null : SchemaInfer.Text(inferred),
            valueSchemaType = SchemaTypes.NameOf(schemaFile is null ? SchemaTypes.Default : SchemaFile.TypeOf(schemaFile, type)),
            valueSchemaReferences = references,
        };
        context.Printer.Object(await context.PostAsync(context.InProject("topics"), wish, cancellationToken));
        if (inferred is not null)
            Printer.Note($"Load the file: {CsvChoice.LoadCommand(name, records!, arguments, inferred.Missing)}");
    }
}
