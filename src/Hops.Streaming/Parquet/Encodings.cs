namespace Hops.Streaming.Parquet;

/// <summary>How values or levels are written: those of <c>Encoding</c> of parquet.thrift that we write, by its numbers.</summary>
internal static class Encodings
{
    /// <summary>Values as they are.</summary>
    public const int Plain = 0;

    /// <summary>Levels, in the hybrid of runs and packed bits (<see cref="RunLengths"/>).</summary>
    public const int Rle = 3;

    /// <summary>Numbers of values in a dictionary, in the same hybrid.</summary>
    public const int RleDictionary = 8;
}
