namespace Hops.Api.Web;

/// <summary>Settings of the web interface.</summary>
public sealed record WebOptions
{
    /// <summary>Directory of the built pages, with <c>index.html</c>. Default none: <c>web</c> beside the program, and no pages if there is none.</summary>
    public string? Directory { get; init; }
}
