using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hops.Kafka.Compression;
using Hops.Kafka.Records;

namespace Hops.Benchmarks;

/// <summary>
/// Opening and closing batches: 64 KB and 1 MB of JSON lines, compressed by the command line programs of each format (Snappy by us), one
/// thread. The yardstick is the copy of as many bytes.
/// </summary>
internal static class CodecsBenchmark
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.8);

    internal static Task RunAsync(Report report)
    {
        foreach (var lengthBytes in new[] { 64_000, 1_000_000 })
        {
            var text = Lines(lengthBytes);
            var copied = Loop(report, $"copy of {lengthBytes} bytes", lengthBytes, () => Open(CompressionCodec.None, text, lengthBytes));
            foreach (var codec in new[] { CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd })
                Measure(report, codec, text, copied);
        }

        return Task.CompletedTask;
    }

    private static void Measure(Report report, CompressionCodec codec, byte[] text, double copied)
    {
        using var ours = new ByteBuffer(16);
        Codecs.Compress(codec, text, ours);
        var foreign = Foreign(codec, text) ?? ours.Memory.ToArray();
        Loop(report, $"{codec} opened, bytes", text.Length, () => Open(codec, foreign, text.Length), copied);
        using var again = new ByteBuffer(16);
        Action close = () =>
        {
            again.Clear();
            Codecs.Compress(codec, text, again);
        };
        Loop(report, $"{codec} closed, bytes", text.Length, close, copied);
        report.Fact($"{codec} closed to", string.Create(CultureInfo.InvariantCulture, $"{ours.LengthBytes * 100.0 / text.Length:F1} %"));
    }

    /// <summary>By processor time, which other programs of the machine disturb less than they do the clock.</summary>
    private static double Loop(Report report, string name, int lengthBytes, Action step, double? yardstick = null)
    {
        var count = 0L;
        var (started, used) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; used < Duration; round++)
        {
            if (round == 10)
                (started, count) = (Environment.CpuUsage.TotalTime, 0);
            for (var i = 0; i < 20; i++)
                step();
            count += 20L * lengthBytes;
            used = round < 10 ? TimeSpan.Zero : Environment.CpuUsage.TotalTime - started;
        }

        return report.Rate(name, count, used, yardstick);
    }

    private static void Open(CompressionCodec codec, byte[] compressed, int lengthBytes)
    {
        using var opened = Codecs.Decompress(codec, compressed, lengthBytes);
        if (opened.LengthBytes != lengthBytes)
            throw new InvalidOperationException($"{codec} gave {opened.LengthBytes} bytes of {lengthBytes}");
    }

    private static byte[]? Foreign(CompressionCodec codec, byte[] text)
    {
        var (program, level) = codec switch
        {
            CompressionCodec.Gzip => ("gzip", "-6"),
            CompressionCodec.Lz4 => ("lz4", "-B4"),
            CompressionCodec.Zstd => ("zstd", "-3"),
            _ => ("", ""),
        };
        if (program.Length == 0)
            return null;
        using var process = Process.Start(new ProcessStartInfo(program, [level, "-c"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var feeding = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(text);
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        feeding.Wait();
        process.WaitForExit();
        return output.ToArray();
    }

    private static byte[] Lines(int lengthBytes)
    {
        var random = new Random(7);
        var text = new StringBuilder();
        while (text.Length < lengthBytes)
            text.Append(CultureInfo.InvariantCulture, $"{{\"carrier\":\"{(char)('A' + random.Next(26))}{(char)('A' + random.Next(26))}\",\"flight\":{random.Next(9999)},\"delay\":{random.Next(-30, 900)},\"at\":{1_700_000_000_000 + random.Next(86_400_000)}}}\n");
        return Encoding.ASCII.GetBytes(text.ToString(0, lengthBytes));
    }
}
