using Hops.Core.Settings;
using Hops.Streaming.Supervision;

namespace Hops.Streaming;

/// <summary>How streaming queries and statements become part of a process: their settings.</summary>
public static class StreamingModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<SupervisorOptions>("Queries")];
}
