using System.Diagnostics;
using System.Globalization;

namespace Hops.Benchmarks;

/// <summary>Prints rates, and each as a ratio to the yardstick that was measured in the same run.</summary>
internal sealed class Report(TextWriter output)
{
    /// <summary>Prints how many operations a second were done.</summary>
    /// <returns>Operations a second.</returns>
    internal double Rate(string name, long count, TimeSpan elapsed, double? yardstick = null)
    {
        var rate = count / elapsed.TotalSeconds;
        var ratio = yardstick is { } bare ? string.Create(CultureInfo.InvariantCulture, $"  {rate / bare,6:F2} of bare") : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-58}{rate,14:N0} /s{ratio}"));
        return rate;
    }

    /// <summary>Prints a fact.</summary>
    internal void Fact(string name, string value) => output.WriteLine($"{name,-58}{value,14}");

    /// <summary>Runs a step over and over for a while and prints its rate. The first tenth is not counted.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="duration">How long.</param>
    /// <param name="operationsPerStep">How many operations one call of <paramref name="step"/> does.</param>
    /// <param name="step">The call.</param>
    /// <param name="yardstick">Rate to compare with.</param>
    internal double Loop(string name, TimeSpan duration, int operationsPerStep, Action step, double? yardstick = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration / 10)
            step();
        start = Stopwatch.GetTimestamp();
        var count = 0L;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            step();
            count += operationsPerStep;
        }

        return Rate(name, count, Stopwatch.GetElapsedTime(start), yardstick);
    }
}
