namespace Hops.Schemas.Protobuf;

/// <summary>A message, as far as who decodes its fields has to know. It may contain itself.</summary>
public sealed class MessageShape
{
    private readonly ProtoMessage _message;

    internal MessageShape(ProtoMessage message) => _message = message;

    /// <summary>Its name with its package and the messages around it.</summary>
    public string FullName => _message.FullName;

    /// <summary>Its fields in the order of the text.</summary>
    public IReadOnlyList<FieldShape> Fields => [.. _message.Fields.Select(part => new FieldShape(part, HasPresence(part)))];

    /// <summary>The scalar that it wraps so that it may be absent, such as that of <c>google.protobuf.StringValue</c>; null if it is no such message.</summary>
    public FieldShape? Wrapped => WellKnownJson.Wrapped(_message) is { } scalar ? new FieldShape(scalar, HasPresence(scalar)) : null;

    /// <summary>The JSON of a message of it, as the pages show it, in UTF-8.</summary>
    /// <param name="bytes">The message on the wire.</param>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>UndecodableRecord</c>; <c>TooLarge</c>.</exception>
    public byte[] Json(ReadOnlySpan<byte> bytes) => MessageDecoder.Decode(_message, bytes);

    /// <summary>Scalars without a label have none in proto3, and in editions where the field or its file says <c>IMPLICIT</c>.</summary>
    private bool HasPresence(ProtoField field)
    {
        if (field.IsRepeated)
            return false;
        if (field is not { Label: ProtoLabel.None, OneOf: null, Type: not ProtoMessage } || _message.File is not { } file)
            return true;
        return !file.IsProto3 && (Presence(field.Options) ?? Presence(file.Options)) != "IMPLICIT";
    }

    private static string? Presence(List<ProtoOption> options) => options.Find(option => option.Name == "features.field_presence")?.Value;
}
