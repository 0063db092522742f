using System.Diagnostics;
using System.Text;
using Hops.Core.Errors;
using Hops.Kafka.Compression;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Compression;

public sealed class CodecsTests
{
    public static TheoryData<CompressionCodec> All => [CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd];

    [Theory]
    [MemberData(nameof(All))]
    public void What_was_compressed_comes_back(CompressionCodec codec)
    {
        foreach (var sample in Samples())
        {
            using var compressed = new ByteBuffer(16);
            Codecs.Compress(codec, sample, compressed);
            using var back = Codecs.Decompress(codec, compressed.Memory, sample.Length);
            back.Span.SequenceEqual(sample).ShouldBeTrue($"{codec} {sample.Length}");
        }
    }

    [Theory]
    [InlineData(CompressionCodec.Lz4, "lz4", "-1")]
    [InlineData(CompressionCodec.Lz4, "lz4", "-9")]
    [InlineData(CompressionCodec.Lz4, "lz4", "-BD")]
    [InlineData(CompressionCodec.Lz4, "lz4", "-B5D")]
    [InlineData(CompressionCodec.Lz4, "lz4", "-BX")]
    [InlineData(CompressionCodec.Lz4, "lz4", "--content-size")]
    [InlineData(CompressionCodec.Lz4, "lz4", "--no-frame-crc")]
    [InlineData(CompressionCodec.Zstd, "zstd", "-1")]
    [InlineData(CompressionCodec.Zstd, "zstd", "-3")]
    [InlineData(CompressionCodec.Zstd, "zstd", "-19")]
    [InlineData(CompressionCodec.Gzip, "gzip", "-9")]
    public void Foreign_frames_decompress_and_ours_are_read_by_foreign_programs(CompressionCodec codec, string program, string level)
    {
        if (Tool.Missing(program) is not null)
            return;
        foreach (var sample in Samples().Where(sample => sample.Length > 0))
        {
            var foreign = Pipe(program, [level, "-c"], sample);
            using var back = Codecs.Decompress(codec, foreign, sample.Length);
            back.Span.SequenceEqual(sample).ShouldBeTrue($"{program} {level} {sample.Length}");
            using var inflater = Codecs.Open(codec, foreign, blockMaxBytes: 1 << 20);
            Pieces(inflater, sample.Length + 1).AsSpan().SequenceEqual(sample).ShouldBeTrue($"{program} {level} {sample.Length} in pieces");
            using var compressed = new ByteBuffer(16);
            Codecs.Compress(codec, sample, compressed);
            Pipe(program, ["-d", "-c"], compressed.Memory.ToArray()).AsSpan().SequenceEqual(sample).ShouldBeTrue($"{program} reads {sample.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_bomb_is_refused_before_it_fills_the_memory(CompressionCodec codec)
    {
        using var compressed = new ByteBuffer(16);
        Codecs.Compress(codec, new byte[4 << 20], compressed);
        Should.Throw<PlatformException>(() => Codecs.Decompress(codec, compressed.Memory, 1 << 20)).Code.ShouldBe(ErrorCode.TooLarge);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Mutated_bytes_give_a_clean_error_or_bounded_output(CompressionCodec codec)
    {
        const int LengthMaxBytes = 300_000;
        var random = new Random(11);
        var sample = Text(20_000);
        using var buffer = new ByteBuffer(16);
        Codecs.Compress(codec, sample, buffer);
        var whole = codec == CompressionCodec.Zstd && Tool.Missing("zstd") is null ? Pipe("zstd", ["-c"], sample) : buffer.Memory.ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var mutated = whole[..(round % 3 == 0 ? random.Next(whole.Length + 1) : whole.Length)];
            for (var i = random.Next(1, 6); i > 0 && mutated.Length > 0; i--)
                mutated[random.Next(round % 2 == 0 ? Math.Min(mutated.Length, 200) : mutated.Length)] = (byte)random.Next(256);
            try
            {
                using var output = Codecs.Decompress(codec, mutated, LengthMaxBytes);
                output.LengthBytes.ShouldBeLessThanOrEqualTo(LengthMaxBytes);
            }
            catch (PlatformException refusal)
            {
                refusal.Code.ShouldBeOneOf(ErrorCode.UndecodableRecord, ErrorCode.TooLarge);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Opened_piece_by_piece_it_is_the_same(CompressionCodec codec)
    {
        foreach (var sample in Samples().Append(Text(3 << 20)))
        {
            using var compressed = new ByteBuffer(16);
            Codecs.Compress(codec, sample, compressed);
            using var inflater = Codecs.Open(codec, compressed.Memory, 1 << 20);
            Pieces(inflater, sample.Length + 1).AsSpan().SequenceEqual(sample).ShouldBeTrue($"{codec} {sample.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Mutated_bytes_opened_piece_by_piece_give_a_clean_error_or_bytes(CompressionCodec codec)
    {
        const int LengthMaxBytes = 300_000;
        var random = new Random(12);
        using var buffer = new ByteBuffer(16);
        Codecs.Compress(codec, Text(20_000), buffer);
        var whole = buffer.Memory.ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var mutated = whole[..(round % 3 == 0 ? random.Next(whole.Length + 1) : whole.Length)];
            for (var i = random.Next(1, 6); i > 0 && mutated.Length > 0; i--)
                mutated[random.Next(round % 2 == 0 ? Math.Min(mutated.Length, 200) : mutated.Length)] = (byte)random.Next(256);
            try
            {
                using var inflater = Codecs.Open(codec, mutated, LengthMaxBytes);
                Pieces(inflater, LengthMaxBytes);
            }
            catch (PlatformException refusal)
            {
                refusal.Code.ShouldBeOneOf(ErrorCode.UndecodableRecord, ErrorCode.TooLarge);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_repeats_becomes_smaller(CompressionCodec codec)
    {
        var sample = Text(100_000);
        using var compressed = new ByteBuffer(16);
        Codecs.Compress(codec, sample, compressed);
        compressed.LengthBytes.ShouldBeLessThan(sample.Length / 2);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_cut_short_is_not_taken_for_whole(CompressionCodec codec)
    {
        var sample = Text(50_000);
        using var compressed = new ByteBuffer(16);
        Codecs.Compress(codec, sample, compressed);
        foreach (var length in new[] { 1, 5, compressed.LengthBytes / 2, compressed.LengthBytes - 20 })
        {
            var cut = compressed.Memory[..length];
            var isRefusedOrShort = false;
            try
            {
                using var back = Codecs.Decompress(codec, cut, sample.Length);
                isRefusedOrShort = back.LengthBytes < sample.Length;
            }
            catch (PlatformException refusal)
            {
                isRefusedOrShort = refusal.Code == ErrorCode.UndecodableRecord;
            }

            isRefusedOrShort.ShouldBeTrue($"{codec} cut to {length}");
        }
    }

    [Fact]
    public void A_block_of_snappy_that_claims_more_than_its_bytes_can_hold_takes_no_memory()
    {
        byte[] claim = [0xFF, 0xFF, 0xFF, 0x7F, 0, 1];
        Should.Throw<PlatformException>(() => Codecs.Decompress(CompressionCodec.Snappy, claim, int.MaxValue)).Code.ShouldBe(ErrorCode.UndecodableRecord);
        using var inflater = Codecs.Open(CompressionCodec.Snappy, claim, int.MaxValue);
        Should.Throw<PlatformException>(() => inflater.Read(new byte[10])).Code.ShouldBe(ErrorCode.UndecodableRecord);
    }

    [Fact]
    public void Frames_of_lz4_and_zstandard_may_follow_each_other()
    {
        foreach (var codec in new[] { CompressionCodec.Lz4, CompressionCodec.Zstd, CompressionCodec.Gzip })
        {
            using var compressed = new ByteBuffer(16);
            Codecs.Compress(codec, Text(5_000), compressed);
            Codecs.Compress(codec, [], compressed);
            Codecs.Compress(codec, Text(300), compressed);
            using var back = Codecs.Decompress(codec, compressed.Memory, 10_000);
            back.Span.SequenceEqual([.. Text(5_000), .. Text(300)]).ShouldBeTrue($"{codec}");
        }
    }

    [Fact]
    public void A_frame_of_lz4_that_is_to_be_skipped_is_skipped()
    {
        byte[] skipped = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        using var compressed = new ByteBuffer(16);
        compressed.Write(skipped);
        Codecs.Compress(CompressionCodec.Lz4, Text(300), compressed);
        compressed.Write(skipped);
        using var back = Codecs.Decompress(CompressionCodec.Lz4, compressed.Memory, 300);
        back.Span.SequenceEqual(Text(300)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(4, 0x44)]
    [InlineData(4, 0xA4)]
    [InlineData(4, 0x65)]
    [InlineData(5, 0x30)]
    [InlineData(6, 0)]
    public void A_frame_of_lz4_whose_header_is_not_as_it_should_be_is_refused(int at, byte value)
    {
        using var compressed = new ByteBuffer(16);
        Codecs.Compress(CompressionCodec.Lz4, Text(300), compressed);
        var frame = compressed.Memory.ToArray();
        frame[at] = value;
        Should.Throw<PlatformException>(() => Codecs.Decompress(CompressionCodec.Lz4, frame, 300)).Code.ShouldBe(ErrorCode.UndecodableRecord);
    }

    [Theory]
    [InlineData("-B4D")]
    [InlineData("-B7")]
    public void Mutated_frames_of_a_foreign_lz4_give_a_clean_error_or_bounded_output(string level)
    {
        const int LengthMaxBytes = 300_000;
        if (Tool.Missing("lz4") is not null)
            return;
        var random = new Random(13);
        var whole = Pipe("lz4", [level, "-c"], Text(200_000));
        using (var back = Codecs.Decompress(CompressionCodec.Lz4, whole, LengthMaxBytes))
            back.Span.SequenceEqual(Text(200_000)).ShouldBeTrue();
        for (var round = 0; round < 2000; round++)
        {
            var mutated = whole.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
                mutated[random.Next(round % 2 == 0 ? 200 : mutated.Length)] = (byte)random.Next(256);
            Refused(() => Codecs.Decompress(CompressionCodec.Lz4, mutated, LengthMaxBytes)).ShouldBeOneOf(null, ErrorCode.UndecodableRecord, ErrorCode.TooLarge);
            Refused(() => Codecs.Open(CompressionCodec.Lz4, mutated, LengthMaxBytes), inflater => Pieces(inflater, LengthMaxBytes))
                .ShouldBeOneOf(null, ErrorCode.UndecodableRecord, ErrorCode.TooLarge);
        }
    }

    /// <summary>The refusal of what is opened and used; null if there was none.</summary>
    private static ErrorCode? Refused<T>(Func<T> open, Action<T>? use = null)
        where T : IDisposable
    {
        try
        {
            using var opened = open();
            use?.Invoke(opened);
            return null;
        }
        catch (PlatformException refusal)
        {
            return refusal.Code;
        }
    }

    /// <summary>Reads in pieces of changing sizes, up to a bound.</summary>
    private static byte[] Pieces(RecordInflater inflater, int lengthMaxBytes)
    {
        using var output = new MemoryStream();
        var piece = new byte[5000];
        for (var size = 1; output.Length < lengthMaxBytes; size = (size * 7 % 4999) + 1)
        {
            var read = inflater.Read(piece.AsSpan(0, size));
            if (read == 0)
                break;
            output.Write(piece, 0, read);
        }

        return output.ToArray();
    }

    private static IEnumerable<byte[]> Samples()
    {
        var random = new Random(5);
        foreach (var length in new[] { 0, 1, 2, 11, 12, 13, 64, 300, 5_000, 65_535, 65_536, 70_000, 400_000 })
        {
            yield return Text(length);
            yield return new byte[length];
            var noise = new byte[length];
            random.NextBytes(noise);
            yield return noise;
        }
    }

    private static byte[] Text(int length)
    {
        var random = new Random(length);
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append("{\"carrier\":\"").Append((char)('A' + random.Next(26))).Append("\",\"delay\":").Append(random.Next(-30, 900)).Append("},");
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Pipe(string program, string[] arguments, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var feeding = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        feeding.GetAwaiter().GetResult();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }
}
