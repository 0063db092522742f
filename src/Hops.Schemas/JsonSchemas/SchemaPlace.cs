using System.Globalization;

namespace Hops.Schemas.JsonSchemas;

/// <summary>Where a schema stands.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) in the text.</param>
/// <param name="Base">Address against which references are meant.</param>
/// <param name="Depth">How many schemas lie around it.</param>
internal readonly record struct SchemaPlace(string Pointer, Uri Base, int Depth)
{
    public SchemaPlace Member(string name) => At(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    public SchemaPlace Index(int index) => At(index.ToString(CultureInfo.InvariantCulture));

    public SchemaPlace Deeper() => this with { Depth = Depth + 1 };

    private SchemaPlace At(string token) => Pointer.Length + token.Length < JsonSchemaLimits.AddressLengthMax
        ? this with { Pointer = $"{Pointer}/{token}" }
        : throw SchemaReader.Invalid(Pointer, $"the way to a schema in it has more than {JsonSchemaLimits.AddressLengthMax} characters; define the inner ones apart and refer to them");
}
