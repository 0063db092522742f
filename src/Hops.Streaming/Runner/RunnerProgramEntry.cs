using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Streaming.Runner;

/// <summary>
/// The life of a runner process: read the assignment, do it, report, end. Whatever goes wrong is reported as one line before the end; the
/// end of standard input means that the server is gone, and is obeyed at once.
/// </summary>
public static class RunnerProgramEntry
{
    private const int Done = 0;
    private const int CouldNot = 1;

    /// <summary>Runs one assignment.</summary>
    /// <param name="input">The assignment on the first line; then <c>stop</c> or <c>finish</c>, or the end of input when the server is gone.</param>
    /// <param name="output">Reports, one JSON line each.</param>
    /// <param name="stagingDirectory">The only directory that may be written to.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>Exit code of the process.</returns>
    public static async Task<int> RunAsync(TextReader input, TextWriter output, string stagingDirectory, CancellationToken cancellationToken)
    {
        var reports = new ReportWriter(output);
        try
        {
            var line = await input.ReadLineAsync(cancellationToken);
            if (line is null)
                return CouldNot;
            var assignment = RunnerAssignment.Parse(line);
            var signals = Listen(input);
            using var context = new RunnerContext(assignment, stagingDirectory, reports);
            await DoAsync(context, signals, cancellationToken);
            reports.Write(new RunnerReport { Event = RunnerEvent.Finished });
            return Done;
        }
        catch (PlatformException refusal)
        {
            reports.Write(RunnerReport.Of(refusal));
            return CouldNot;
        }
        catch (JsonException exception)
        {
            reports.Write(RunnerReport.Of(new PlatformException(ErrorCode.Internal, "The assignment cannot be read: " + exception.Message)));
            return CouldNot;
        }
    }

    private static Task DoAsync(RunnerContext context, RunnerSignals signals, CancellationToken cancellationToken) => context.Assignment.Task switch
    {
        RunnerTask.Plan => PlanRun.RunAsync(context, cancellationToken),
        RunnerTask.Query => QueryRun.RunAsync(context, signals, cancellationToken),
        RunnerTask.Sql => SqlRun.RunAsync(context, cancellationToken),
        RunnerTask.Preview => PreviewRun.RunAsync(context, cancellationToken),
    };

    /// <summary>Ends the process when the server is gone, also while a batch is finished after a stop.</summary>
    /// <returns>What the server says.</returns>
    private static RunnerSignals Listen(TextReader input)
    {
        var signals = new RunnerSignals();
        // Standard input is read on a thread of its own, because the console reader blocks.
        _ = Task.Factory.StartNew(
            () =>
            {
                while (input.ReadLine() is { } line)
                    signals.Hear(line);

                System.Diagnostics.Process.GetCurrentProcess().Kill();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return signals;
    }
}
