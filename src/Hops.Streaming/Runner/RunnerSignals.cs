namespace Hops.Streaming.Runner;

/// <summary>What the server has told a runner since its assignment.</summary>
internal sealed class RunnerSignals
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is to end after the batch at hand.</summary>
    public Task Stop => _stop.Task;

    /// <summary>Completes when it is to read what there is, close all windows and end.</summary>
    public Task Finish => _finish.Task;

    /// <summary>Takes a line; one that says nothing known is left alone.</summary>
    public void Hear(string line)
    {
        if (line == SignalLine.Stop)
            _stop.TrySetResult();
        else if (line == SignalLine.Finish)
            _finish.TrySetResult();
    }
}

/// <summary>The lines that a server tells a runner.</summary>
internal static class SignalLine
{
    /// <summary>End after the batch at hand.</summary>
    public const string Stop = "stop";

    /// <summary>Read what there is, close all windows and end.</summary>
    public const string Finish = "finish";
}
