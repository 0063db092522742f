using System.Globalization;

namespace Hops.Schemas.Registry;

/// <summary>A version as a path names it: a number, <c>latest</c> or <c>-1</c>.</summary>
/// <param name="Number">The number; -1 for the latest.</param>
public readonly record struct VersionName(int Number)
{
    /// <summary>The latest live version.</summary>
    public static VersionName Latest { get; } = new(-1);

    /// <summary>True for the latest live version.</summary>
    public bool IsLatest => Number == -1;

    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidArgument</c>.</exception>
    public static VersionName Parse(string text)
    {
        if (text is "latest" or "-1")
            return Latest;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new VersionName(number)
            : throw RegistryErrors.InvalidVersion(text.Length <= 40 ? text : text[..40]);
    }

    /// <inheritdoc/>
    public override string ToString() => IsLatest ? "latest" : Number.ToString(CultureInfo.InvariantCulture);
}
