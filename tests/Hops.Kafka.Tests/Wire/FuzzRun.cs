using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Kafka.Tests.Wire;

/// <summary>
/// Reads one hostile frame after the other: each is read or refused, in memory that its length bounds. <c>HOPS_FUZZ_FRAMES</c> says how many a slow run
/// takes, and <c>HOPS_FUZZ_SEED</c> which.
/// </summary>
internal static class FuzzRun
{
    /// <summary>Frames of a quick run.</summary>
    public const int Frames = 5_000;

    private const int FramesSlow = 1_000_000;

    /// <summary>What one byte of a frame may cost: an element of one byte becomes an object with its fields, in a list that has grown.</summary>
    private const int MemoryPerByte = 256;

    /// <summary>What a refusal costs that throws: an exception with its message and trace.</summary>
    public const int MemoryOfThrowing = 128 << 10;

    /// <summary>What a frame costs that is refused without one, and an empty message.</summary>
    public const int MemoryOfReading = 2 << 10;

    /// <summary>Which frames.</summary>
    public static int Seed => int.Parse(Environment.GetEnvironmentVariable("HOPS_FUZZ_SEED") ?? "20170612", CultureInfo.InvariantCulture);

    /// <summary>Frames of a slow run.</summary>
    public static int Wanted => int.Parse(Environment.GetEnvironmentVariable("HOPS_FUZZ_FRAMES") ?? FramesSlow.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Reads frames.</summary>
    /// <param name="frames">Where they come from.</param>
    /// <param name="count">How many.</param>
    /// <param name="read">Reads one, or refuses it as hostile frames are refused.</param>
    /// <param name="what">What they are, for messages.</param>
    /// <param name="besidesBytes">Memory that one may take whatever its length.</param>
    public static void Each(MutatedFrames frames, int count, Action<ArraySegment<byte>> read, string what, long besidesBytes = MemoryOfThrowing)
    {
        for (var number = 0; number < count; number++)
        {
            var frame = frames.Next();
            var boundBytes = besidesBytes + ((long)frame.Count * MemoryPerByte);

            // What takes too much once may be what the runtime loads; it loads it once.
            if (Cost(frame, read, what, number) > boundBytes && Cost(frame, read, what, number) is var bytes && bytes > boundBytes)
                Assert.Fail($"{what}, frame {number}, takes {bytes} bytes: {Convert.ToHexString(frame)}");
        }
    }

    /// <summary>Reads a frame, or sees it refused.</summary>
    /// <returns>Memory that it took, bytes.</returns>
    private static long Cost(ArraySegment<byte> frame, Action<ArraySegment<byte>> read, string what, int number)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(frame);
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.UndecodableRecord or ErrorCode.TooLarge or ErrorCode.CorruptData)
        {
            // Refused.
        }
        catch (Exception failure)
        {
            Assert.Fail($"{what}, frame {number}, {Convert.ToHexString(frame)}: {failure}");
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
