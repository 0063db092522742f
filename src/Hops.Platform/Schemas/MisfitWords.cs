using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Platform.Schemas;

/// <summary>
/// Says to a person why a schema may not follow the one before. The registry says it in Confluent's words, for its clients read them: every finding
/// with the whole earlier schema.
/// </summary>
internal static class MisfitWords
{
    private const int ReasonsMax = 5;

    /// <summary>The refusal in words, each reason once and not all of many.</summary>
    /// <param name="refusal"><c>IncompatibleSchema</c> of the registry.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="advice">What to do, before the reasons; empty for nothing in particular.</param>
    internal static PlatformException Of(PlatformException refusal, string subject, string advice = "")
    {
        var reasons = (IReadOnlyList<string>)refusal.Facts["reasons"]!;
        var more = reasons.Count > ReasonsMax ? string.Create(CultureInfo.InvariantCulture, $"; and {reasons.Count - ReasonsMax} more") : "";
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"The schema does not fit version {refusal.Facts["version"]} of '{subject}': {string.Join("; ", reasons.Take(ReasonsMax))}{more}.");
        return new PlatformException(refusal.Code, advice + words, refusal)
            .With("version", refusal.Facts["version"]).With("compatibility", refusal.Facts["compatibility"]);
    }
}
