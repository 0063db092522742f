using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Search;

namespace Hops.Cli.Commands.Search;

/// <summary><c>hops search</c></summary>
internal static class SearchCommand
{
    private const int LimitDefault = 50;

    private static readonly Argument<string[]> Words = new("words") { Description = "Words that a name or text holds, all of them", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<EntryKind?> Type = Choice.Option<EntryKind?>("--type", null, "TYPE", "Results of one type only");

    private static readonly Option<long?> Limit = Count.Option("--limit", $"Results at most; {LimitDefault} if absent", 1000);

    public static Command Create() => UserCommand.Create(
        "search", "Find projects, datasets, topics, schemas, fields, queries and files; --project looks into one project only", [Words, Type, Limit], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = FormattableString.Invariant(
            $"search?q={Uri.EscapeDataString(string.Join(' ', arguments.GetValue(Words)!))}&limit={arguments.GetValue(Limit) ?? LimitDefault}");
        if (arguments.GetValue(Type) is { } type)
            route += "&type=" + type;
        if (context.ProjectNamed is { } project)
            route += "&project=" + Uri.EscapeDataString(project);
        var answer = await context.GetAsync(route, cancellationToken);
        await context.Printer.ListAsync(answer.GetProperty("items").EnumerateArray().ToAsyncEnumerable(), "type", "project", "name", "place", "text");
        Remark(answer);
    }

    /// <summary>What the list does not say of itself.</summary>
    private static void Remark(JsonElement answer)
    {
        if (answer.GetProperty("nextCursor").ValueKind != JsonValueKind.Null)
            Printer.Note("There are more: raise --limit, or say more words.");
        var behind = answer.GetProperty("behindMs");
        if (behind.ValueKind == JsonValueKind.Null)
            Printer.Note("The index is being made for the first time: there may be more in a while.");
        else if (behind.GetInt64() is > 0 and var milliseconds)
            Printer.Note(FormattableString.Invariant($"The index is {milliseconds / 1000.0:0.0} s behind."));
        else if (!answer.GetProperty("isComplete").GetBoolean())
            Printer.Note("Not everything could be looked through: say more words.");
    }
}
