namespace Hops.Platform.Compute;

/// <summary>
/// What an interval costs: the larger of its processor seconds and its share of memory, times the price of the interval, in thousandths of a credit.
/// Whole numbers alone, and each charge is rounded up, so that whoever uses something pays something.
/// </summary>
/// <param name="BaseMillicredits">At price 1.</param>
/// <param name="Millicredits">At the price of the interval.</param>
public readonly record struct Charge(long BaseMillicredits, long Millicredits)
{
    /// <summary>Thousandths in one: of a credit, and of a price.</summary>
    public const int Thousandths = 1_000;

    /// <summary>The price in a demo project (ADR 0119).</summary>
    public const int Free = 0;

    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MicrosecondsPerMillicredit = MicrosecondsPerSecond / Thousandths;

    /// <summary>The charge of what was used.</summary>
    /// <param name="use">What was used in the interval.</param>
    /// <param name="priceThousandths">Price of the interval.</param>
    /// <param name="memoryPerCoreBytes">Memory that costs as much as one processor.</param>
    public static Charge Of(ComputeUse use, int priceThousandths, long memoryPerCoreBytes)
    {
        var ofMemory = (((Int128)use.MemoryByteSeconds * MicrosecondsPerSecond) + memoryPerCoreBytes - 1) / memoryPerCoreBytes;
        var coreMicroseconds = Int128.Max(use.CpuMicroseconds, ofMemory);
        return new Charge(
            RoundedUp(coreMicroseconds, MicrosecondsPerMillicredit), RoundedUp(coreMicroseconds * priceThousandths, MicrosecondsPerMillicredit * Thousandths));
    }

    /// <summary>What counts towards the quota: what it costs, or what it would cost at price 1 where it is free.</summary>
    /// <param name="priceThousandths">Price of the interval.</param>
    public long CountedMillicredits(int priceThousandths) => priceThousandths == Free ? BaseMillicredits : Millicredits;

    /// <summary>Both together.</summary>
    public static Charge operator +(Charge one, Charge other) =>
        new(one.BaseMillicredits + other.BaseMillicredits, one.Millicredits + other.Millicredits);

    private static long RoundedUp(Int128 amount, long divisor) => (long)Int128.Min(long.MaxValue, (amount + divisor - 1) / divisor);
}
