namespace Hops.Cli.Output;

/// <summary>How a command prints its result (<c>-o</c>).</summary>
internal enum OutputFormat
{
    /// <summary>A table on a terminal; tab separated lines in a pipe.</summary>
    Table,

    /// <summary>The object or the array of the REST interface.</summary>
    Json,

    /// <summary>Comma separated values under a line of names.</summary>
    Csv,
}
