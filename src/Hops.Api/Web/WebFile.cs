namespace Hops.Api.Web;

/// <summary>A file of the built pages.</summary>
/// <param name="Path">Path in a URL, without the first slash: <c>assets/index-4f2a.js</c>.</param>
/// <param name="Location">Where it is on the disk.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Twins">The same compressed beforehand, in the order in which we prefer them.</param>
internal sealed record WebFile(string Path, string Location, string ContentType, IReadOnlyList<WebTwin> Twins)
{
    /// <summary>True if its name has a digest of its content in it, so that it never changes.</summary>
    internal bool IsImmutable => Path.StartsWith("assets/", StringComparison.Ordinal);
}

/// <summary>A compressed twin of a file.</summary>
/// <param name="Coding">Its content coding (RFC 9110 section 8.4.1).</param>
/// <param name="Location">Where it is on the disk.</param>
internal sealed record WebTwin(string Coding, string Location);
