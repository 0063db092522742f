using System.CommandLine;
using Hops.Cli;
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
    Console.Error.WriteLine($"hops: {refusal.Message}");
    foreach (var (fact, value) in refusal.Facts)
        Console.Error.WriteLine($"  {fact}: {value}");
    return ExitCode.Of(refusal.Code);
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
