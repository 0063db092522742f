using System.CommandLine;
using System.Globalization;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Cli.Commands.Schemas;

/// <summary>A file with a schema, as commands take it: its type is that of its name unless it is given, and its references are options.</summary>
internal static class SchemaFile
{
    /// <summary>An option for the schemas to which the file refers, read by <see cref="ReferencesOf"/>.</summary>
    public static Option<string[]> ReferenceOption() => new("--reference")
    {
        Description = "A schema to which it refers, as NAME=SUBJECT@VERSION: NAME is the Avro type, the address of the JSON Schema, or the file that is imported; the latest version without @VERSION",
        HelpName = "NAME=SUBJECT",
    };

    /// <summary>In which language a file is: as it is given, else by the ending <c>.json</c> or <c>.proto</c>, else Avro.</summary>
    public static SchemaType TypeOf(string file, SchemaType? given) => given ?? Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".JSON" => SchemaType.Json,
        ".PROTO" => SchemaType.Protobuf,
        _ => SchemaTypes.Default,
    };

    /// <summary>The references as the REST interface takes them.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: one of them is no reference.</exception>
    public static IReadOnlyList<object> ReferencesOf(string[]? texts) => [.. (texts ?? []).Select(ReferenceOf)];

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
