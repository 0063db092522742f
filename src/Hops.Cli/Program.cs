using System.CommandLine;
using Hops.Cli;
using Hops.Cli.Commands;
using Hops.Cli.Output;
using Hops.Cli.Server;
using Hops.Core.Errors;

// Refusals become one line on standard error and an exit code, here and nowhere else.
try
{
    var commandLine = CommandTable.CreateFor(args).Parse(args);
    if (commandLine.Errors.Count > 0)
    {
        if (UsageErrors.IsUnfinished(commandLine))
            await commandLine.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
        else
            Printer.Note("hops: " + string.Join('\n', UsageErrors.Of(commandLine)));
        return ExitCode.Usage;
    }

    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
    // After a signal a command of a user has a moment to say how far it came; a server finishes what it is at. Without a timeout no
    // command would hear of a signal at all.
    invocation.ProcessTerminationTimeout = commandLine.CommandResult.Command.Name == ServerCommand.Name
        ? ServerCommand.StopTimeout
        : TimeSpan.FromSeconds(2);
    return await commandLine.InvokeAsync(invocation);
}
catch (PlatformException refusal)
{
    Printer.Note($"hops: {refusal.Message}");
    foreach (var (fact, value) in refusal.Facts)
        Printer.Note($"  {fact}: {value}");
    return ExitCode.Of(refusal.Code);
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    // A local file that cannot be read or written, or a connection that broke in the middle of a transfer.
    Printer.Note($"hops: {fault.Message}");
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
