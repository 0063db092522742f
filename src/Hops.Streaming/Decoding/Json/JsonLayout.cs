using Hops.Core.Errors;
using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Types;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding.Json;

/// <summary>
/// The columns of a JSON Schema: the properties of its object. Types: boolean is BOOLEAN, integer BIGINT, number DOUBLE, string VARCHAR, a
/// string of the format date-time TIMESTAMP WITH TIME ZONE, an object with properties STRUCT, an array of one shape LIST. What has no one type
/// (alternatives of several, objects of any properties, an object within itself) is VARCHAR and holds the JSON as it was written. Everything may be null.
/// </summary>
public sealed class JsonLayout : TopicLayout
{
    private readonly JsonMembers _root;

    private JsonLayout(IReadOnlyList<SqlColumn> fields, JsonMembers root, int slotCount)
        : base(fields, [.. root.Steps.Select(step => step!.Node)], slotCount) => _root = root;

    /// <summary>Lays out the key of a record, of any type: one column.</summary>
    internal static JsonLayout OfKey(JsonSchema key)
    {
        var compiler = new JsonCompiler();
        var root = compiler.Value(key.Shape, KeyLayout.Name);
        return new JsonLayout([new SqlColumn(KeyLayout.Name, root.Steps[0]!.Node.Type)], root, compiler.SlotCount);
    }

    /// <summary>Lays out the columns of a reader schema.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c> if its values are no objects with properties; <c>TooLarge</c> beyond 1,000 fields.</exception>
    public static JsonLayout Of(JsonSchema reader)
    {
        var shape = reader.Shape;
        if (shape.Kind != JsonShapeKind.Object)
        {
            throw new PlatformException(
                ErrorCode.InvalidSchema, "A query reads objects, and this JSON Schema does not say that its values are objects, or which properties they have: name them under 'properties'.");
        }

        var compiler = new JsonCompiler();
        var root = compiler.Members(shape, "");
        var names = NullableColumns.Distinct(shape.Properties.Select(property => property.Key));
        return new JsonLayout(NullableColumns.Columns(names, [.. root.Steps.Select(step => step!.Node)]), root, compiler.SlotCount);
    }

    /// <summary>Records are read by the names of their properties, whichever version of the schema they were written by.</summary>
    internal override WriterSteps Compile(TypedSchema writer, IReadOnlySet<int> wantedFields) => writer is JsonSchema
        ? new JsonSteps(_root.Only(wantedFields))
        : throw OfOtherType(writer, SchemaType.Json);

    internal override WriterSteps CompileKey(TypedSchema writer) => writer is JsonSchema ? new JsonSteps(_root, isBare: true) : throw OfOtherType(writer, SchemaType.Json);

    internal override ValueDecoder BeginThread(VectorSlots vectors) => new JsonValueDecoder(vectors);
}

/// <summary>How to decode the values of a JSON Schema.</summary>
/// <param name="root">The wanted properties.</param>
/// <param name="isBare">True if the value is what the first of them is, and not an object around it.</param>
internal sealed class JsonSteps(JsonMembers root, bool isBare = false) : WriterSteps
{
    public JsonMembers Root { get; } = root;

    public bool IsBare { get; } = isBare;
}
