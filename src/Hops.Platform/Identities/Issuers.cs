using System.Text.RegularExpressions;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Storage;

namespace Hops.Platform.Identities;

/// <summary>The OpenID providers by which people sign in here, in the order of their names (ADR 0114). Thread safe.</summary>
public sealed partial class Issuers : IAsyncDisposable
{
    /// <summary>As many as a page can offer.</summary>
    private const int IssuersMax = 20;

    private const int DisplayNameLengthMax = 60;

    private readonly SortedDictionary<string, Issuer> _all = new(StringComparer.Ordinal);

    private Issuers()
    {
    }

    /// <summary>No issuer at all.</summary>
    public static Issuers None { get; } = new();

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Issuer> All => _all.Values;

    /// <summary>Those of the settings that have an address. Nothing is asked of them before somebody signs in.</summary>
    /// <param name="settings">Settings of each, by name.</param>
    /// <param name="disk">Holds files of secrets.</param>
    /// <param name="time">The clock.</param>
    /// <param name="health">Where it is posted that one does not answer.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: a setting that cannot be.</exception>
    public static Issuers Open(IReadOnlyDictionary<string, IssuerOptions> settings, Disk disk, TimeProvider time, HealthBoard? health)
    {
        var issuers = new Issuers();
        foreach (var (written, options) in settings.Where(one => one.Value.Authority is not null))
        {
            var name = written.ToLowerInvariant();
            Check(name, options);
            if (issuers.FindByAddress(options.Authority!.AbsoluteUri) is { } other)
                throw Fault($"Issuers:{name}:Authority", $"'{other.Name}' has the same");
            issuers._all[name] = new Issuer(name, options, disk, time, health);
        }

        return issuers._all.Count <= IssuersMax ? issuers : throw Fault("Issuers", $"There are more than {IssuersMax} of them");
    }

    /// <summary>One by its name in the settings.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: there is none.</exception>
    public Issuer Find(string name) =>
        _all.TryGetValue(name, out var issuer) ? issuer : throw new PlatformException(ErrorCode.NotFound, "Nobody signs in here by an issuer of that name.").With("field", "issuer");

    /// <summary>The one whose identities a text names as their issuer; null if it is none of ours, or no longer.</summary>
    internal Issuer? FindByAddress(string issuer) => _all.Values.FirstOrDefault(one => one.Is(issuer));

    /// <summary>Ends what is under way.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var issuer in _all.Values)
            issuer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(string name, IssuerOptions options)
    {
        var path = $"Issuers:{name}";
        if (!Name().IsMatch(name))
            throw Fault(path, "A name has 1 to 40 letters, digits and hyphens");
        if (!IssuerHttp.IsSafe(options.Authority!) || options.Authority!.Query.Length > 0 || options.Authority.Fragment.Length > 0)
            throw Fault($"{path}:Authority", "It is an https address without ? and #; http is for this machine alone");
        if (string.IsNullOrEmpty(options.ClientId))
            throw Fault($"{path}:ClientId", "It has to be given");
        if (options.DisplayName is { } shown && (shown.Length > DisplayNameLengthMax || shown.Any(char.IsControl)))
            throw Fault($"{path}:DisplayName", $"It has at most {DisplayNameLengthMax} characters in one line");
        if (options.Scopes.Any(scope => !Scope().IsMatch(scope)))
            throw Fault($"{path}:Scopes", "They are words between commas, without blanks");
    }

    private static PlatformException Fault(string setting, string reason) => new(ErrorCode.InvalidArgument, $"The setting {setting} cannot be used. {reason}.");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Name();

    /// <summary>RFC 6749 section 3.3.</summary>
    [GeneratedRegex("^[!#-\\[\\]-~]{1,200}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Scope();
}
