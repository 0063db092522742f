using System.Globalization;

namespace Hops.Cli.Records;

/// <summary>A line on a terminal that says how far a transfer is, drawn over itself a few times a second.</summary>
/// <param name="terminal">Where to draw; null to draw nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressLine(TextWriter? terminal, TimeProvider time)
{
    private const int BarLength = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private long _drawn;
    private int _length;

    /// <summary>The line for a person at this terminal; nothing if errors go elsewhere.</summary>
    public static ProgressLine OfTerminal() => new(Console.IsErrorRedirected ? null : Console.Error, TimeProvider.System);

    /// <summary>Draws, if it is time to.</summary>
    /// <param name="records">Records so far.</param>
    /// <param name="fraction">Part of the input that was read, from 0 to 1; null if nobody knows.</param>
    public void Report(long records, double? fraction)
    {
        if (terminal is null || (_length > 0 && time.GetElapsedTime(_drawn) < Pause))
            return;
        _drawn = time.GetTimestamp();
        var line = string.Create(CultureInfo.InvariantCulture, $"{Bar(fraction)}{records:N0} records");
        terminal.Write("\r" + line.PadRight(_length));
        _length = line.Length;
    }

    /// <summary>Takes the line away, so that something else can be said.</summary>
    public void Clear()
    {
        if (terminal is null || _length == 0)
            return;
        terminal.Write("\r" + new string(' ', _length) + "\r");
        _length = 0;
    }

    private static string Bar(double? fraction)
    {
        if (fraction is not { } known)
            return "";
        var part = Math.Clamp(known, 0, 1);
        var full = (int)(part * BarLength);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', full)}{new string('.', BarLength - full)}] {part * 100,3:0}% ");
    }
}
