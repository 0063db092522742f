using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic repair</c></summary>
internal static class TopicRepair
{
    private static readonly Argument<string> Name = new("name") { Description = "The topic" };

    private static readonly Option<bool> Apply = new("--apply")
    {
        Description = "Do it; without this the command only says what would go",
    };

    public static Command Create() => UserCommand.Create(
        "repair",
        "Say which records of a damaged topic cannot be read, and with --apply go on without them",
        [Name, Apply, Confirmation.Yes],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        var apply = arguments.GetValue(Apply);
        if (apply)
            Confirmation.Require(arguments, $"This gives up what cannot be read of topic {name}", name);
        var answer = await context.PostAsync(context.InProject("topics", name, "repair"), new { apply }, cancellationToken);
        if (context.Printer.Format != OutputFormat.Table)
        {
            context.Printer.Object(answer);
            return;
        }

        var damaged = answer.GetProperty("partitions").EnumerateArray().SelectMany(Lines).ToList();
        if (damaged.Count > 0)
            Printer.Table(["partition", "from", "to", "reason"], damaged);
        Printer.Note(Verdict(name, apply, answer.GetProperty("sound").GetBoolean()));
    }

    private static IEnumerable<IReadOnlyList<string>> Lines(JsonElement partition)
    {
        var number = partition.GetProperty("partition").GetRawText();
        foreach (var gap in partition.GetProperty("dropped").EnumerateArray())
            yield return [number, gap.GetProperty("from").GetRawText(), gap.GetProperty("to").GetRawText(), gap.GetProperty("reason").GetString()!];
        if (partition.GetProperty("dropped").GetArrayLength() == 0 && partition.GetProperty("droppedBytes").GetInt64() is > 0 and var bytes)
            yield return [number, "", "", string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes that belong to no record")];
    }

    private static string Verdict(string name, bool apply, bool isSound) => (isSound, apply) switch
    {
        (true, _) => $"Topic {name} is sound.",
        (false, true) => $"Repaired topic {name}: these records are gone.",
        (false, false) => $"Nothing was changed. 'hops topic repair {name} --apply' gives these records up.",
    };
}
