using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hops.Cli.Commands.Audit;

/// <summary>Which trail, and which of its entries: what the commands of the audit trail have in common.</summary>
internal static class AuditRoute
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static readonly Option<bool> Platform = new("--platform") { Description = "The trail of the platform (administrators)" };

    private static readonly Option<string?> Actor = Text("--actor", "Only what a user has done", "USER");
    private static readonly Option<string?> Action = Text("--action", "Only an action, or those that begin alike, such as topic.", "ACTION");
    private static readonly Option<string?> Target = Text("--target", "Only what was done to something with this in its name", "TEXT");
    private static readonly Option<string?> Outcome = Text("--outcome", "Only what ended so: ok, or the word of a refusal such as access-denied", "OUTCOME");
    private static readonly Option<DateTimeOffset?> From = Time("--from", "Only what was done since: a time such as 2026-11-27T08:00Z, or so long ago such as 2h");
    private static readonly Option<DateTimeOffset?> Until = Time("--until", "Only what was done before");

    /// <summary>The options that select a trail and entries of it.</summary>
    public static IReadOnlyList<Symbol> Selection { get; } = [Platform, Actor, Action, Target, Outcome, From, Until];

    /// <summary>Route of the trail, or of a part of it, with what is selected.</summary>
    /// <param name="context">The context.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="part">Below the trail, such as <c>export</c>; none for its entries.</param>
    /// <param name="more">Further parameters.</param>
    public static string Of(CommandContext context, ParseResult arguments, string? part, params (string Name, string? Value)[] more)
    {
        string[] parts = part is null ? ["audit"] : ["audit", part];
        var route = arguments.GetValue(Platform) ? CommandContext.Route(parts) : context.InProject(parts);
        var parameters = new[]
        {
            ("actor", arguments.GetValue(Actor)),
            ("action", arguments.GetValue(Action)),
            ("target", arguments.GetValue(Target)),
            ("outcome", arguments.GetValue(Outcome)),
            ("from", TextOf(arguments.GetValue(From))),
            ("until", TextOf(arguments.GetValue(Until))),
        };
        var query = parameters.Concat(more).Where(one => one.Item2 is not null).Select(one => $"{one.Item1}={Uri.EscapeDataString(one.Item2!)}");
        return string.Join('?', new[] { route, string.Join('&', query) }.Where(text => text.Length > 0));
    }

    private static string? TextOf(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static Option<DateTimeOffset?> Time(string name, string description) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = Parse };

    private static DateTimeOffset? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (Duration.TryParse(text, out var ago))
            return TimeProvider.System.GetUtcNow() - ago;
        if (Instant.TryParse(text, out var time))
            return time;
        argument.AddError($"'{text}' is not a time such as 2026-11-27T08:00Z, and not a duration such as 2h.");
        return null;
    }
}
