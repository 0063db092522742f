using System.CommandLine;
using Hops.Platform.Announcements;

namespace Hops.Cli.Commands.Announcements;

/// <summary><c>hops announcement create</c></summary>
internal static class AnnouncementCreate
{
    private static readonly Argument<string> Text = new("text") { Description = "Plain text of one line" };

    private static readonly Option<AnnouncementLevel?> Level = Choice.Option<AnnouncementLevel?>("--level", null, "LEVEL", "How urgent it is");

    private static readonly Option<DateTimeOffset?> From = Instant.Option("--from", "When it begins, such as 2026-11-27T18:00Z; now if absent");

    private static readonly Option<TimeSpan?> For = Duration.Option("--for", "How long it is shown, such as 2h; a day if absent");

    public static Command Create() => UserCommand.Create(
        "create", "Tell everybody something on every page, signed in or not (administrators)", [Text, Level, From, For], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var from = arguments.GetValue(From);
        var until = arguments.GetValue(For) is { } length ? (from ?? TimeProvider.System.GetUtcNow()) + length : (DateTimeOffset?)null;
        var wish = new { text = arguments.GetValue(Text), level = arguments.GetValue(Level)?.ToString().ToUpperInvariant(), from, until };
        context.Printer.Object(await context.PostAsync("announcements", wish, cancellationToken));
    }
}
