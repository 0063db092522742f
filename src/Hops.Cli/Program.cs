using System.CommandLine;
using Hops.Cli;
using Hops.Cli.Output;
using Hops.Cli.Server;
using Hops.Core.Errors;

// Refusals become one line on standard error and an exit code, here and nowhere else.
try
{
    var commandLine = CommandTable.Create().Parse(args);
    var isWrong = commandLine.Errors.Count > 0;
    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // The help that follows a wrong command line is no result.
        Output = isWrong ? Console.Error : Console.Out,
    };
    // After a signal a command of a user has a moment to say how far it came; a server finishes what it is at. Without a timeout no
    // command would hear of a signal at all.
    invocation.ProcessTerminationTimeout = commandLine.CommandResult.Command.Name == ServerCommand.Name
        ? ServerCommand.StopTimeout
        : TimeSpan.FromSeconds(2);
    var status = await commandLine.InvokeAsync(invocation);
    return isWrong ? ExitCode.Usage : status;
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
