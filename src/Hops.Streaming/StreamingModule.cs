using Hops.Core.Settings;
using Hops.Streaming.Supervision;

namespace Hops.Streaming;

/// <summary>How streaming queries and statements become part of a process: their settings.</summary>
public static class StreamingModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } =
    [
        OptionsSection.Of<SupervisorOptions>("Queries").With(
            SettingsRule.AtMost(nameof(SupervisorOptions.MemoryMaxBytes), nameof(SupervisorOptions.RunnerMemoryMaxBytes), "runners would be ended before their engine spills"),
            SettingsRule.AtMost(nameof(SupervisorOptions.ScratchMaxBytes), nameof(SupervisorOptions.ScratchOfAllMaxBytes), "one runner could take the room of all"),
            SettingsRule.AtMost(nameof(SupervisorOptions.RunnersForQueries), nameof(SupervisorOptions.RunnersMax), "more runners are kept than there are"),
            SettingsRule.AtMost(nameof(SupervisorOptions.RestartPause), nameof(SupervisorOptions.RestartPauseMax), "the first pause is the shortest")),
    ];
}
