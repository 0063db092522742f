using System.Text.RegularExpressions;

namespace Hops.Cli.Records;

/// <summary>Whether the texts of a column are numbers or times as a country writes them, which a person should be told of: they stay texts.</summary>
internal sealed partial class LocalTexts
{
    private bool _areNumbers = true;
    private bool _areDates = true;

    /// <summary>One of them; null if there is none.</summary>
    public string? Example { get; private set; }

    /// <summary>True if all are numbers with a decimal comma.</summary>
    public bool AreCommaNumbers => Example is not null && _areNumbers;

    /// <summary>One with points between its thousands; null if there is none.</summary>
    public string? ThousandsExample { get; private set; }

    /// <summary>True if all are dates, with a time or without, that begin with the day or the month.</summary>
    public bool AreDates => Example is not null && _areDates;

    /// <summary>Sees a text that is neither a number nor missing.</summary>
    public void See(string text)
    {
        Example ??= text;
        if (_areNumbers)
            _areNumbers = CommaNumber().IsMatch(text);
        if (_areNumbers && text.Contains('.', StringComparison.Ordinal))
            ThousandsExample ??= text;
        if (_areDates)
            _areDates = LocalDate().IsMatch(text);
    }

    [GeneratedRegex(@"^-?([0-9]{1,15}|[0-9]{1,3}(\.[0-9]{3}){1,5})(,[0-9]{1,15})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex CommaNumber();

    [GeneratedRegex(@"^[0-9]{1,2}(\.|/|-)[0-9]{1,2}(\.|/|-)[0-9]{4}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex LocalDate();
}
