using System.Globalization;
using System.Text;
using Hops.Kafka.Log.Compaction;

namespace Hops.Kafka.Tests.Log.Compaction;

public sealed class KeyOffsetsTests
{
    [Fact]
    public void The_newest_offset_of_each_key_is_found()
    {
        var keys = new KeyOffsets(1 << 20);
        for (var offset = 0; offset < 50_000; offset++)
            keys.TryNote(Key(offset % 20_000), offset).ShouldBeTrue();

        keys.Count.ShouldBe(20_000);
        for (var key = 0; key < 20_000; key++)
            keys.Find(Key(key)).ShouldBe(key < 10_000 ? 40_000 + key : 20_000 + key);
        keys.Find("nobody"u8).ShouldBe(-1);
        keys.TryNote([], 5).ShouldBeTrue("an empty key is one too");
        keys.Find([]).ShouldBe(5);
    }

    [Fact]
    public void When_memory_is_full_only_known_keys_are_noted()
    {
        var keys = new KeyOffsets(1 << 10);
        var count = 0;
        while (keys.TryNote(Key(count), count))
            count++;

        count.ShouldBeInRange(16, (1 << 10) / KeyOffsets.SlotBytes);
        keys.TryNote(Key(0), 1_000).ShouldBeTrue();
        (keys.Find(Key(0)), keys.Find(Key(1)), keys.Find(Key(count))).ShouldBe((1_000, 1, -1));
    }

    private static byte[] Key(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
