using System.Buffers;
using System.Text;

namespace Hops.Streaming.Decoding;

/// <summary>Some consecutive records of one slice: what a thread takes at a time.</summary>
internal readonly record struct Morsel(int Slice, int First, int Count);

/// <summary>A <see cref="SourceBatch"/> whose buffers stay where they are until it is disposed, cut into morsels.</summary>
internal sealed unsafe class PinnedBatch : IDisposable
{
    private const int MorselRecords = 16 * 1024;

    private readonly List<MemoryHandle> _handles = [];
    private readonly List<byte[]> _topics = [];
    private readonly nint[] _buffers;

    /// <param name="batch">The records.</param>
    /// <param name="bad">Where bad ones are noted.</param>
    public PinnedBatch(SourceBatch batch, BadRecordLog bad)
    {
        (Source, Bad, RecordCount) = (batch, bad, batch.RecordCount);
        _buffers = new nint[batch.Slices.Count];
        var morsels = new List<Morsel>();
        for (var index = 0; index < batch.Slices.Count; index++)
        {
            var slice = batch.Slices[index];
            for (var first = 0; first < slice.Records.Length; first += MorselRecords)
                morsels.Add(new Morsel(index, first, Math.Min(MorselRecords, slice.Records.Length - first)));
            var handle = slice.Buffer.Pin();
            _handles.Add(handle);
            _buffers[index] = (nint)handle.Pointer;
            _topics.Add(index > 0 && slice.Topic == batch.Slices[index - 1].Topic ? _topics[^1] : PinnedTopic(slice.Topic));
        }
        Morsels = morsels;
    }

    public static PinnedBatch Empty { get; } = new(SourceBatch.Empty, new BadRecordLog(Planning.BadRecordPolicy.Drop));

    public SourceBatch Source { get; }

    public BadRecordLog Bad { get; }

    /// <summary>Event times of the records decoded so far.</summary>
    public EventTimeTally Times { get; } = new();

    public long RecordCount { get; }

    public IReadOnlyList<Morsel> Morsels { get; }

    public byte* BufferOf(int slice) => (byte*)_buffers[slice];

    /// <summary>The topic of a slice in UTF-8, pinned.</summary>
    public ReadOnlySpan<byte> TopicOf(int slice) => _topics[slice];

    public void Dispose()
    {
        foreach (var handle in _handles)
            handle.Dispose();
        _handles.Clear();
    }

    private static byte[] PinnedTopic(string topic)
    {
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(topic), pinned: true);
        Encoding.UTF8.GetBytes(topic, bytes);
        return bytes;
    }
}
