using System.CommandLine;

namespace Hops.Cli.Commands.Topics;

/// <summary>Options that say which messages of a topic the server takes.</summary>
internal static class MessageChoice
{
    public static readonly Option<string?> From = new("--from")
    {
        Description = "Where to begin: oldest (if absent), newest for the newest first, offset:N of the one partition, or time:2026-11-21T12:00:00Z",
        HelpName = "WHERE",
    };

    public static readonly Option<long?> Partition = Count.Option("--partition", "The partition; all of them if absent", int.MaxValue, "NUMBER", min: 0);

    public static readonly Option<string?> Filter = new("--filter") { Description = "Only messages whose key or value has this text, in any case", HelpName = "TEXT" };
}
