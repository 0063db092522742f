namespace Hops.Cli.Records;

/// <summary>Limits on what one record of an input may take, the same for every format.</summary>
internal static class InputLimits
{
    /// <summary>Most bytes of a record, and so of a cell in it; a broker takes smaller ones.</summary>
    public const int RecordLengthBytesMax = 16 << 20;

    /// <summary>Most cells of a line.</summary>
    public const int CellsMax = 10_000;
}
