using Hops.Platform.Compute;

namespace Hops.Api.Compute;

/// <summary>Stored whole numbers as people read them.</summary>
internal static class Amount
{
    private const double BytesPerGib = 1L << 30;
    private const double MicrosecondsPerSecond = 1_000_000;

    /// <summary>Thousandths of a price or a share.</summary>
    internal static double Of(double thousandths) => Math.Round(thousandths / Charge.Thousandths, 3);

    /// <summary>Thousandths of a credit, exactly.</summary>
    internal static decimal Credits(long millicredits) => millicredits / (decimal)Charge.Thousandths;

    internal static double CpuSeconds(ComputeUse use) => Math.Round(use.CpuMicroseconds / MicrosecondsPerSecond, 3);

    internal static double MemoryGibSeconds(ComputeUse use) => Math.Round(use.MemoryByteSeconds / BytesPerGib, 3);

    /// <summary>What the price has been on the mean.</summary>
    internal static double Multiplier(Charge cost, int priceThousandths) =>
        cost.BaseMillicredits == 0 ? Of(priceThousandths) : Math.Round((double)cost.Millicredits / cost.BaseMillicredits, 3);
}
