using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hops.Core.Identity;

namespace Hops.Platform.Identities;

/// <summary>Names for the account of a newcomer, made of what the issuer calls them, by our rules of names.</summary>
internal static class NameProposal
{
    private const int NumberMax = 20;
    private const int SuffixLengthMax = 7;
    private const string Fallback = "person";

    /// <summary>Letters of Latin-1 with accents, and without: the process has no tables of Unicode that would take them apart.</summary>
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ";
    private const string Plainly = "aaaaaaceeeeiiiinooooouuuuyy";

    /// <summary>The name itself, then with a number, then one that nobody has; the caller takes the first that is free.</summary>
    /// <param name="told">What the issuer tells: <c>Ada.Lovelace@example.org</c>.</param>
    internal static IEnumerable<string> Of(string told)
    {
        var plain = Plain(told.Split('@')[0], Names.LengthMax);
        var stem = plain.Length > 0 ? Plain(plain, Names.LengthMax - SuffixLengthMax) : Fallback;
        if (Names.IsAcceptable(plain))
            yield return plain;
        for (var number = 2; number <= NumberMax; number++)
            yield return string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}");
        yield return $"{stem}_{RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", SuffixLengthMax - 1)}";
    }

    /// <summary>Small letters without accents, digits, and one underscore for whatever is between them.</summary>
    private static string Plain(string text, int lengthMax)
    {
        var plain = new StringBuilder();
        foreach (var told in text.ToLowerInvariant())
        {
            if (plain.Length == lengthMax)
                break;
            var sign = Accented.IndexOf(told, StringComparison.Ordinal) is >= 0 and var at ? Plainly[at] : told;
            if (char.IsAsciiLetterOrDigit(sign))
                plain.Append(sign);
            else if (plain.Length > 0 && plain[^1] != '_')
                plain.Append('_');
        }

        return plain.ToString().Trim('_');
    }
}
