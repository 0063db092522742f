namespace Hops.Streaming.Runner;

/// <summary>Writes reports, one line each, from any thread.</summary>
/// <param name="output">Standard output of the runner.</param>
public sealed class ReportWriter(TextWriter output)
{
    private readonly Lock _lock = new();

    /// <summary>Writes a report and flushes it.</summary>
    public void Write(RunnerReport report)
    {
        var line = report.ToLine();
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
