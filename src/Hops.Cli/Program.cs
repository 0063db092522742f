using System.CommandLine;
using Hops.Cli;
using Hops.Cli.Output;
using Hops.Core.Errors;

// Refusals become one line on standard error and an exit code, here and nowhere else.
try
{
    var commandLine = CommandTable.Create().Parse(args);
    var status = await commandLine.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return commandLine.Errors.Count > 0 ? ExitCode.Usage : status;
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
