using System.Text.RegularExpressions;
using Hops.Browser.Tests.Support;

namespace Hops.Browser.Tests.Screens;

/// <summary>Every address of the interface, read from where its router has them: a new screen is looked at without a line here.</summary>
internal static partial class RouteTable
{
    private static readonly string[] WithoutUser = ["/login", "/welcome", "/register", "/confirm", "/confirm-email", "/recover", "/sign-in/$issuer"];

    /// <summary>Patterns such as <c>/p/$project/members</c>; none if the sources are not there.</summary>
    internal static IReadOnlyList<string> Patterns { get; } = Directory.Exists(BrowserRequirement.Sources) ? Read(BrowserRequirement.Sources) : [];

    /// <summary>The address of a pattern in the seeded project.</summary>
    internal static string AddressOf(string pattern) => AddressOf(pattern, Seed.Values);

    /// <summary>The address of a pattern with other values for its parameters.</summary>
    internal static string AddressOf(string pattern, IReadOnlyDictionary<string, string> values) =>
        string.Join('/', pattern.Split('/').Select(part => part.StartsWith('$') ? ValueOf(part[1..], values) : part));

    /// <summary>Who may see the screen of a pattern: nobody in particular, an administrator, or the given user.</summary>
    internal static async Task<Account?> VisitorOfAsync(string pattern, WebServer server, Func<Task<Account>> user) =>
        WithoutUser.Contains(pattern) ? null
        : pattern.StartsWith("/admin/", StringComparison.Ordinal) ? server.Administrator
        : await user();

    private static string ValueOf(string parameter, IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue(parameter, out var value) ? value : throw new InvalidOperationException($"Give ${parameter} a value in Seed.Values, and plant it.");

    private static List<string> Read(string sources)
    {
        var routes = Directory.EnumerateFiles(sources, "routes.ts", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)))
            .ToDictionary(
                match => match.Groups["name"].Value,
                match => (Parent: Part(ParentOf(), match), Path: Part(PathOf(), match), IsScreen: match.Groups["body"].Value.Contains("component: lazyRouteComponent", StringComparison.Ordinal)),
                StringComparer.Ordinal);
        return [.. routes.Where(route => route.Value.IsScreen).Select(route => WholeOf(route.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        string WholeOf(string name)
        {
            if (!routes.TryGetValue(name, out var route))
                return "";
            var whole = WholeOf(route.Parent).TrimEnd('/') + (route.Path.Length == 0 || route.Path == "/" ? "" : "/" + route.Path.Trim('/'));
            return whole.Length == 0 && route.IsScreen ? "/" : whole;
        }
    }

    private static string Part(Regex regex, Match declaration) => regex.Match(declaration.Groups["body"].Value).Groups["value"].Value;

    [GeneratedRegex(@"const (?<name>\w+) = createRoute\(\{(?<body>.*?)^\}\)", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"getParentRoute: \(\) => (?<value>\w+)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ParentOf();

    [GeneratedRegex(@"^\s*path: '(?<value>[^']*)'", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex PathOf();
}
