namespace Hops.Platform.Compute;

/// <summary>
/// The price over the load: <c>1 + max(0, load - threshold) * factor</c>, at most the maximum. The load is capped at full use before, so waiting
/// alone cannot drive the price without end.
/// </summary>
/// <param name="Threshold">Share in use up to which the price is 1.</param>
/// <param name="Factor">By how much it grows from no use to full use.</param>
/// <param name="Maximum">The highest price.</param>
public sealed record PriceCurve(double Threshold, double Factor, double Maximum)
{
    /// <summary>The curve of the settings.</summary>
    public static PriceCurve Of(ComputeOptions options) => new(options.PriceThreshold, options.PriceFactor, options.PriceMaximum);

    /// <summary>The price of a load, in thousandths.</summary>
    public int ThousandthsOf(ComputeLoad load)
    {
        var price = Math.Min(Maximum, 1 + (Math.Max(0, load.Share - Threshold) * Factor));
        return (int)Math.Round(price * Charge.Thousandths);
    }
}

/// <summary>How much of what there is for runners is in use, what waits included.</summary>
/// <param name="Cpu">Share of the processors.</param>
/// <param name="Memory">Share of the memory.</param>
/// <param name="Waiting">Runners that wait for a place.</param>
public sealed record ComputeLoad(double Cpu, double Memory, int Waiting)
{
    /// <summary>Nothing is in use.</summary>
    public static ComputeLoad None { get; } = new(0, 0, 0);

    /// <summary>The larger share, from 0 to 1.</summary>
    public double Share => Math.Clamp(Math.Max(Cpu, Memory), 0, 1);
}
