using System.Collections.Frozen;
using System.Text.Json;

namespace Hops.Schemas.Avro;

/// <summary>A record: named fields in order.</summary>
public sealed class AvroRecord : AvroSchema
{
    private FrozenDictionary<string, AvroField> _byName = FrozenDictionary<string, AvroField>.Empty;

    internal AvroRecord(AvroDeclaration declaration, bool isError, IReadOnlyList<AvroProperty> properties)
        : base(AvroKind.Record, null, properties)
    {
        Declaration = declaration;
        IsError = isError;
    }

    /// <inheritdoc/>
    public override AvroName Name => Declaration.Name;

    /// <summary>Namespace and name, dotted.</summary>
    public string FullName => Name.Full;

    /// <summary>Name, documentation and aliases.</summary>
    public AvroDeclaration Declaration { get; }

    /// <summary>True if the text says <c>error</c> (Avro RPC) instead of <c>record</c>; the encoding is the same.</summary>
    public bool IsError { get; }

    /// <summary>Fields in declared order. Set once, by the parser, after the name is known: a field may have the record's own type.</summary>
    public IReadOnlyList<AvroField> Fields
    {
        get;
        internal set
        {
            field = value;
            _byName = value.ToFrozenDictionary(item => item.Name, StringComparer.Ordinal);
        }
    } = [];

    /// <summary>The field of a name, or null.</summary>
    public AvroField? FindField(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>A field of an <see cref="AvroRecord"/>.</summary>
public sealed class AvroField
{
    /// <summary>Its name, unique in the record.</summary>
    public required string Name { get; init; }

    /// <summary>Position in the record, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>Its type.</summary>
    public required AvroSchema Schema { get; init; }

    /// <summary>True if a reader may fill it in when the writer has none; <see cref="Default"/> may be JSON null then.</summary>
    public bool HasDefault { get; init; }

    /// <summary>
    /// The default as JSON: bytes and fixed are texts whose characters U+0000 to U+00FF are the bytes; a default of a union is a bare value
    /// of its first branch that it fits.
    /// </summary>
    public JsonElement Default { get; init; }

    /// <summary>Other names under which a writer may have written it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Documentation, or null.</summary>
    public string? Doc { get; init; }

    /// <summary><c>descending</c> or <c>ignore</c>; null for the usual <c>ascending</c>.</summary>
    public string? Order { get; init; }

    /// <summary>Other attributes, in the order of the text.</summary>
    public IReadOnlyList<AvroProperty> Properties { get; init; } = [];
}

/// <summary>What every named type declares.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Doc">Documentation, or null.</param>
/// <param name="Aliases">Full names under which a writer may have known it.</param>
public sealed record AvroDeclaration(AvroName Name, string? Doc, IReadOnlyList<AvroName> Aliases);
