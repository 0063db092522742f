using System.CommandLine;

namespace Hops.Cli.Commands.Announcements;

/// <summary><c>hops announcement list</c></summary>
internal static class AnnouncementList
{
    public static Command Create() => UserCommand.Create(
        "list",
        "List the announcements, shown or not (administrators)",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("announcements", null, cancellationToken), "id", "level", "isShown", "from", "until", "text"));
}
