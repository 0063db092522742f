using System.Globalization;

namespace Hops.Cli.Output;

/// <summary>Values as horizontal bars of characters, one line each.</summary>
internal static class BarChart
{
    /// <summary>Bars that are drawn; what is beyond is said in a last line.</summary>
    public const int BarsMax = 100;

    private const int LabelWidthMax = 30;
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>Draws the bars. All begin at zero; negative values are drawn to its left.</summary>
    /// <param name="bars">Label and value of each bar; a missing value has none.</param>
    /// <param name="width">Columns that a line may have.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<(string Label, double? Value)> bars, int width)
    {
        var shown = bars.Take(BarsMax).ToList();
        var labels = shown.Select(bar => Cut(bar.Label)).ToList();
        var texts = shown.Select(bar => bar.Value?.ToString("G6", CultureInfo.InvariantCulture) ?? "").ToList();
        var labelWidth = labels.Select(label => label.Length).DefaultIfEmpty(0).Max();
        var space = Math.Max(10, width - labelWidth - texts.Select(text => text.Length).DefaultIfEmpty(0).Max() - 3);
        var low = Math.Min(0, shown.Min(bar => bar.Value) ?? 0);
        var high = Math.Max(0, shown.Max(bar => bar.Value) ?? 0);
        var unit = high > low ? space / (high - low) : 0;
        for (var i = 0; i < shown.Count; i++)
            yield return $"{labels[i].PadRight(labelWidth)} │{Bar(shown[i].Value ?? 0, low, unit)} {texts[i]}".TrimEnd();
        if (bars.Count > shown.Count)
            yield return string.Create(CultureInfo.InvariantCulture, $"and {bars.Count - shown.Count} more");
    }

    private static string Bar(double value, double low, double unit)
    {
        if (value < 0)
            return new string(' ', (int)Math.Round((value - low) * unit)) + new string('█', (int)Math.Round(-value * unit));
        var eighths = (int)Math.Round(value * unit * 8);
        var rest = eighths % 8 == 0 ? "" : Eighths[eighths % 8].ToString();
        return new string(' ', (int)Math.Round(-low * unit)) + new string('█', eighths / 8) + rest;
    }

    private static string Cut(string label) => label.Length <= LabelWidthMax ? label : label[..(LabelWidthMax - 1)] + "…";
}
