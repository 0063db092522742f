using System.Globalization;

namespace Hops.Benchmarks;

/// <summary>What of the heavy use is wanted: scenarios by <c>HEAVY=uploads,tabs</c>, and how much of it by <c>HEAVY_SCALE=0.1</c>.</summary>
internal static class HeavyScenarios
{
    private static readonly string[]? Wanted = Environment.GetEnvironmentVariable("HEAVY")?.Split(',');
    private static readonly double Scale = double.Parse(Environment.GetEnvironmentVariable("HEAVY_SCALE") ?? "1", CultureInfo.InvariantCulture);

    internal static bool IsWanted(string name) => Wanted?.Contains(name) ?? true;

    /// <summary>A number of things, one at least.</summary>
    internal static int Scaled(int count) => Math.Max(1, (int)(count * Scale));
}
