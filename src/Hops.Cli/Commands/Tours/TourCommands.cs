using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Tours;

/// <summary><c>hops tour list</c>, <c>show</c> and <c>forget</c>. A tour is taken in a browser; each step can be done by command.</summary>
internal static class TourCommands
{
    private static readonly Argument<string> Tour = new("tour") { Description = "The tour, from 'hops tour list'" };

    public static Command CreateList() => UserCommand.Create(
        "list",
        "List the tours, and how far you have come in each",
        [],
        (context, _, cancellationToken) => context.Printer.ListAsync(
            context.ListAsync("me/tours", null, cancellationToken), "tour", "title", "passed", "steps", "nextTitle", "project", "changed"));

    public static Command CreateShow() => UserCommand.Create("show", "Show the next step of a tour", [Tour], ShowAsync);

    public static Command CreateForget() => UserCommand.Create("forget", "Begin a tour anew; its projects stay", [Tour], ForgetAsync);

    private static async Task ShowAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var tour = await context.GetAsync(CommandContext.Route("me", "tours", arguments.GetValue(Tour)!), cancellationToken);
        context.Printer.Object(tour);
        var title = tour.GetProperty("nextTitle").GetString();
        Printer.Note(title is null ? "All steps are done." : $"Next: {title}. Go on at {new Uri(context.Address, "/help")}; it moves on by itself when the step is done by command.");
    }

    private static async Task ForgetAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var tour = arguments.GetValue(Tour)!;
        await context.DeleteAsync(CommandContext.Route("me", "tours", tour), cancellationToken);
        Printer.Note($"The tour {tour} begins anew.");
    }
}
