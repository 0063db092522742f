namespace Hops.Schemas.Avro;

/// <summary>An enum: one of several symbols.</summary>
public sealed class AvroEnum : AvroSchema
{
    internal AvroEnum(
        AvroDeclaration declaration, IReadOnlyList<string> symbols, string? defaultSymbol, IReadOnlyList<AvroProperty> properties)
        : base(AvroKind.Enum, null, properties)
    {
        Declaration = declaration;
        Symbols = symbols;
        DefaultSymbol = defaultSymbol;
    }

    /// <inheritdoc/>
    public override AvroName Name => Declaration.Name;

    /// <summary>Namespace and name, dotted.</summary>
    public string FullName => Name.Full;

    /// <summary>Name, documentation and aliases.</summary>
    public AvroDeclaration Declaration { get; }

    /// <summary>The symbols, each once, by position.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Symbol that a reader takes for one that it does not know; null if there is none.</summary>
    public string? DefaultSymbol { get; }

    /// <summary>Position of a symbol, or -1.</summary>
    public int IndexOf(string symbol)
    {
        for (var index = 0; index < Symbols.Count; index++)
        {
            if (Symbols[index] == symbol)
                return index;
        }
        return -1;
    }
}
