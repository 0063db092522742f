using System.Text.RegularExpressions;
using Hops.Core.Errors;
using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Compatibility;

/// <summary>
/// Tries regular expressions of a schema on names of properties, in time that grows with the length of the name alone. One that the engine
/// cannot run so (it looks around or back, or is too large), or that is none, matches nothing: a comparison then finds less covered, never more.
/// </summary>
internal sealed class NamePatterns
{
    /// <summary>Expressions of one comparison; each is made ready once.</summary>
    private const int PatternsMax = 100;

    private readonly Dictionary<string, Regex?> _patterns = new(StringComparer.Ordinal);

    /// <summary>True if an expression matches a part of a name.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c>: there are too many.</exception>
    public bool Matches(string pattern, string name)
    {
        if (!_patterns.TryGetValue(pattern, out var regex))
        {
            if (_patterns.Count >= PatternsMax)
                throw new PlatformException(ErrorCode.TooLarge, $"The schemas have more than {PatternsMax} patterns of properties that come or go; compare them in smaller steps.");
            _patterns[pattern] = regex = Ready(pattern);
        }

        return regex is not null && name.Length <= JsonSchemaLimits.PatternLengthMax && regex.IsMatch(name);
    }

    private static Regex? Ready(string pattern)
    {
        if (pattern.Length > JsonSchemaLimits.PatternLengthMax)
            return null;
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception none) when (none is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
