namespace Hops.Cli.Records;

/// <summary>How a separated text is meant.</summary>
/// <param name="Missing">Texts of unquoted cells that stand for a missing value, besides the empty one.</param>
/// <param name="Separator">What stands between cells; null to take what the first line has most of.</param>
/// <param name="HasDecimalComma">True if a comma stands before the fraction of a number.</param>
internal sealed record CsvOptions(IReadOnlyList<string> Missing, char? Separator = null, bool HasDecimalComma = false)
{
    /// <summary>No texts for missing values, a point before fractions.</summary>
    public static CsvOptions Default { get; } = new([]);

    /// <summary>True if a cell stands for no value.</summary>
    public bool IsMissing(CsvCell cell) => !cell.IsQuoted && (cell.Text.Length == 0 || Missing.Contains(cell.Text));

    /// <summary>The text of a number with a point; a text that is none with a decimal comma stays as it is, and will be refused.</summary>
    public string Number(string text) =>
        !HasDecimalComma || !text.Contains(',', StringComparison.Ordinal) ? text
        : text.Contains('.', StringComparison.Ordinal) || text.IndexOf(',', StringComparison.Ordinal) != text.LastIndexOf(',') ? text
        : text.Replace(',', '.');
}
