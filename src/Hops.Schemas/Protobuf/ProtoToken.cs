namespace Hops.Schemas.Protobuf;

/// <summary>What a token is.</summary>
internal enum ProtoTokenKind
{
    /// <summary>A name, perhaps with dots, or a keyword.</summary>
    Name,

    /// <summary>A number, without a sign.</summary>
    Number,

    /// <summary>A text in quotes; the token holds its quotes and escapes.</summary>
    Text,

    /// <summary>One character of punctuation.</summary>
    Symbol,

    /// <summary>The end.</summary>
    End,
}

/// <summary>A token of a Protobuf text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
internal readonly record struct ProtoToken(ProtoTokenKind Kind, string Text, int Line, int Column);
