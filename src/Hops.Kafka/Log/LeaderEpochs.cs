namespace Hops.Kafka.Log;

/// <summary>Which leader epoch began at which offset of a partition; immutable.</summary>
internal sealed class LeaderEpochs
{
    private readonly (int Epoch, long StartOffset)[] _starts;

    private LeaderEpochs((int Epoch, long StartOffset)[] starts) => _starts = starts;

    public static LeaderEpochs None { get; } = new([]);

    public IReadOnlyList<(int Epoch, long StartOffset)> Starts => _starts;

    public int Latest => _starts.Length == 0 ? -1 : _starts[^1].Epoch;

    /// <summary>With an epoch that begins at an offset, if it is a newer one.</summary>
    public LeaderEpochs With(int epoch, long startOffset) => epoch > Latest ? new([.. _starts, (epoch, startOffset)]) : this;

    /// <summary>Without the epochs that ended at or before the start of the log.</summary>
    public LeaderEpochs TrimmedTo(long logStartOffset)
    {
        var first = 0;
        while (first + 1 < _starts.Length && _starts[first + 1].StartOffset <= logStartOffset)
            first++;
        return first == 0 ? this : new(_starts[first..]);
    }

    /// <summary>Epoch in force at an offset; -1 if unknown.</summary>
    public int At(long offset)
    {
        for (var i = _starts.Length - 1; i >= 0; i--)
        {
            if (_starts[i].StartOffset <= offset)
                return _starts[i].Epoch;
        }

        return -1;
    }

    /// <summary>The newest epoch not above the one asked for, and where it ended (KIP-101, KIP-279).</summary>
    /// <returns>(-1, -1) if the epoch asked for is newer than any, or older than all.</returns>
    public (int Epoch, long EndOffset) EndOf(int epoch, int currentEpoch, long logEndOffset)
    {
        if (epoch == currentEpoch)
            return (epoch, logEndOffset);
        if (epoch > currentEpoch || epoch < 0)
            return (-1, -1);
        for (var i = _starts.Length - 1; i >= 0; i--)
        {
            if (_starts[i].Epoch <= epoch)
                return (_starts[i].Epoch, i + 1 < _starts.Length ? _starts[i + 1].StartOffset : logEndOffset);
        }

        return (-1, -1);
    }
}
