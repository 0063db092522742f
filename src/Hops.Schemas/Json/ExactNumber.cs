using System.Globalization;
using System.Numerics;

namespace Hops.Schemas.Json;

/// <summary>
/// A decimal number of a text, with every digit: <c>Digits * 10^Exponent</c>, negative if so marked. No digit is ever rounded; a text that is
/// too long to be a number of anything is none.
/// </summary>
/// <param name="IsNegative">Whether it is below zero.</param>
/// <param name="Digits">Its digits without zeros at either end; empty for zero.</param>
/// <param name="Exponent">Power of ten of its last digit.</param>
internal readonly record struct ExactNumber(bool IsNegative, string Digits, int Exponent)
{
    /// <summary>Longest text of a number: more than any type of a table engine holds, and quick to multiply out.</summary>
    private const int LengthMax = 10_000;

    /// <summary>Digits behind the point.</summary>
    public int FractionDigits => Math.Max(0, -Exponent);

    /// <summary>Digits before the point.</summary>
    public int WholeDigits => Math.Max(0, Digits.Length + Exponent);

    /// <summary>Reads <c>-12.50</c>, <c>+3</c>, <c>.5</c>, <c>1e-3</c>; nothing with spaces, separators of thousands or a decimal comma.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        if (text.Length is 0 or > LengthMax)
            return false;
        var isNegative = text[0] == '-';
        if (text[0] is '-' or '+')
            text = text[1..];
        var exponent = 0;
        if (text.IndexOfAny('e', 'E') is var mark and >= 0)
        {
            if (!int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs((long)exponent) > LengthMax)
                return false;
            text = text[..mark];
        }

        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;
        var digits = string.Concat(whole, fraction).TrimStart('0');
        var trimmed = digits.TrimEnd('0');
        number = trimmed.Length == 0
            ? new ExactNumber(false, "", 0)
            : new ExactNumber(isNegative, trimmed, exponent - fraction.Length + digits.Length - trimmed.Length);
        return true;
    }

    /// <summary>The number times <c>10^scale</c>.</summary>
    /// <param name="scale">At least <see cref="FractionDigits"/>.</param>
    public BigInteger Unscaled(int scale)
    {
        var unscaled = Digits.Length == 0
            ? BigInteger.Zero
            : BigInteger.Parse(Digits, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, Exponent + scale);
        return IsNegative ? -unscaled : unscaled;
    }
}
