using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Types;

namespace Hops.Schemas.Protobuf;

/// <summary>
/// A file of Protobuf definitions: a text, or its descriptor in base64, as some serializers send it. It imports files of the registry that were named with
/// it, and those that every compiler knows.
/// </summary>
public sealed class ProtobufSchema : TypedSchema
{
    /// <summary>Types of the file and of those that it imports with <c>public</c>.</summary>
    private readonly IReadOnlyDictionary<string, ProtoType> _visible;

    private ProtobufSchema(ProtoFile file, IReadOnlyDictionary<string, ProtoType> visible) => (File, _visible) = (file, visible);

    /// <inheritdoc/>
    public override SchemaType Type => SchemaType.Protobuf;

    /// <inheritdoc/>
    public override string Text => ProtoPrinter.Print(File, isNormalized: false);

    /// <inheritdoc/>
    public override string NormalizedText => ProtoPrinter.Print(File, isNormalized: true);

    /// <summary>The definitions as a FileDescriptorProto in base64: what <c>format=serialized</c> asks for.</summary>
    public string Serialized => Convert.ToBase64String(DescriptorWriter.Write(File));

    /// <inheritdoc/>
    public override IEnumerable<string> About => File.Messages.Take(1).Select(message => message.FullName);

    /// <summary>The first message of the file, as which values are written that say no more; null if it has none.</summary>
    public MessageShape? First => File.Messages.Count == 0 ? null : new MessageShape(File.Messages[0]);

    /// <summary>The definitions.</summary>
    internal ProtoFile File { get; }

    /// <summary>Parses and checks a text or a descriptor.</summary>
    /// <param name="text">The text: at most <see cref="ProtobufLimits.TextLengthBytesMax"/> bytes of UTF-8; or the descriptor in base64.</param>
    /// <param name="references">Schemas of files that it imports, by the names under which it does.</param>
    /// <exception cref="PlatformException">
    /// <c>InvalidSchema</c>, with the facts <c>line</c> and <c>column</c> where it is a text; <c>TooLarge</c> beyond a limit of <see cref="ProtobufLimits"/>.
    /// </exception>
    public static ProtobufSchema Parse(string text, IReadOnlyList<NamedSchema> references)
    {
        var isDescriptor = IsDescriptor(text);
        if (Encoding.UTF8.GetByteCount(text) > (isDescriptor ? Base64.GetMaxEncodedToUtf8Length(ProtobufLimits.TextLengthBytesMax) : ProtobufLimits.TextLengthBytesMax))
            throw new PlatformException(ErrorCode.TooLarge, $"The text has more than {ProtobufLimits.TextLengthBytesMax} bytes; make it smaller.").With("limit", ProtobufLimits.TextLengthBytesMax);
        var file = isDescriptor ? DescriptorReader.Read(Convert.FromBase64String(text)) : ProtoParser.Parse(text);
        var (imported, exported) = (new Dictionary<string, ProtoType>(StringComparer.Ordinal), new Dictionary<string, ProtoType>(StringComparer.Ordinal));
        foreach (var import in file.Imports)
        {
            var schema = references.FirstOrDefault(reference => reference.Name == import.Path)?.Schema as ProtobufSchema ?? WellKnownFiles.Find(import.Path)
                ?? throw new PlatformException(
                    ErrorCode.InvalidSchema, $"Invalid schema: the file '{(import.Path.Length <= 80 ? import.Path : import.Path[..80])}' is not known; register it first and name it among the references.");
            Add(schema._visible, imported);
            if (import.Modifier == "public")
                Add(schema._visible, exported);
        }

        Add(ProtoLinker.Link(file, imported), exported);
        return new ProtobufSchema(file, exported);
    }

    /// <inheritdoc/>
    public override IEnumerable<SchemaField> Fields(int depthMax) => File.Messages.Take(1).SelectMany(message => FieldsOf(message, "", [], depthMax));

    /// <summary>Decodes the message that a payload names by its path of indexes into JSON (protobuf.dev, "ProtoJSON"), under the names of the text.</summary>
    public override byte[] Decode(ReadOnlySpan<byte> payload) => MessageDecoder.Decode(File, payload);

    /// <summary>Which message a payload is of, by its path of indexes.</summary>
    /// <param name="payload">All of the bytes after the header.</param>
    /// <param name="start">Where the message begins.</param>
    /// <returns>The message's full name.</returns>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>: it names none.</exception>
    public string MessageOf(ReadOnlySpan<byte> payload, out int start)
    {
        (var message, start) = MessageIndexes.Read(File, payload);
        return message.FullName;
    }

    /// <summary>Encodes a value as the first message of the text.</summary>
    public override void Encode(JsonElement value, IBufferWriter<byte> output) => MessageEncoder.Encode(File, value, output);

    internal override IReadOnlyList<Misfit> MisfitsWith(TypedSchema writer) => ProtobufRules.Check(File, ((ProtobufSchema)writer).File);

    /// <summary>No text is base64: each has blanks between its words.</summary>
    private static bool IsDescriptor(string text) => text.Length > 0 && Base64.IsValid(text) && !text.AsSpan().ContainsAny("{;\"'");

    private static void Add(IReadOnlyDictionary<string, ProtoType> types, Dictionary<string, ProtoType> all)
    {
        foreach (var (name, type) in types)
            all[name] = type;
        if (all.Count > ProtobufLimits.TypesMax)
            throw ProtoParser.TooManyTypes();
    }

    private static IEnumerable<SchemaField> FieldsOf(ProtoMessage message, string above, ProtoMessage[] within, int depthMax)
    {
        if (within.Length >= depthMax || within.Contains(message))
            return [];
        return message.Fields.SelectMany(field =>
            (field.Type is ProtoMessage inner ? FieldsOf(inner, above + field.Name + ".", [.. within, message], depthMax) : [])
                .Prepend(new SchemaField(above + field.Name, "")));
    }
}
