using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Access;
using Hops.Streaming.Runner;

namespace Hops.Streaming.Supervision;

/// <summary>Runs what ends with an answer (a plan, a statement) in a runner, and waits for it. Thread safe.</summary>
internal sealed class RunnerAnswers(HopsPlatform platform, RunnerLauncher launcher, SupervisorOptions options)
{
    /// <summary>Runs an order to its end.</summary>
    /// <param name="caller">For whom; what is said of a missing name is what it may see.</param>
    /// <param name="order">What to run.</param>
    /// <param name="heard">What its caller hears of it meanwhile.</param>
    /// <param name="cancellationToken">Ends the runner.</param>
    /// <exception cref="PlatformException">What the runner refused, or why it gave no answer.</exception>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<JsonElement> RunAsync(
        Principal caller, RunnerOrder order, AnswerListener heard, CancellationToken cancellationToken)
    {
        RunnerReport? last = null;
        JsonElement? result = null;
        var listener = new RunnerListener(
            OnWaiting: static _ => { },
            OnStarted: static _ => { },
            OnReport: report =>
            {
                if (report.Event == RunnerEvent.Result)
                    result = report.Body;
                else if (report is { Event: RunnerEvent.Progress, Body: { } body })
                    heard.OnProgress(body);
                else
                    last = report;
            })
        {
            OnQuotaUsedUp = heard.OnQuotaUsedUp,
        };
        var end = await launcher.RunAsync(order, listener, cancellationToken);
        heard.OnEnd(end);
        cancellationToken.ThrowIfCancellationRequested();
        if (end.Breach is null && last is { Event: RunnerEvent.Failed })
            throw MissingName.Explain(platform, caller, last.ToException());
        return end.ExitCode == 0 && result is { } answer ? answer : throw end.ToException(options.RunnerMemoryMaxBytes);
    }
}

/// <summary>What the caller of an answer hears before it.</summary>
/// <param name="OnProgress">Given what the runner reports.</param>
/// <param name="OnEnd">Told how the runner ended, whatever is answered.</param>
internal sealed record AnswerListener(Action<JsonElement> OnProgress, Action<RunnerEnd> OnEnd)
{
    /// <summary>Told that the project can pay for no more; what is short may go on to its end.</summary>
    public Action<PlatformException> OnQuotaUsedUp { get; init; } = static _ => { };
}
