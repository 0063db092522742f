using System.Globalization;
using System.Text;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log.Crashes;

/// <summary>One partition, an idempotent producer that writes in it and repeats what it has no answer for, and the history of all of it.</summary>
internal sealed class CrashedLog(PartitionId id, TopicSettings settings, long producerId)
{
    private const int KeyCount = 10;

    private readonly List<(byte[] Batch, IReadOnlyList<LogHistory.Sent> Sent)> _unanswered = [];
    private int _sequence;

    public PartitionId Id => id;

    public TopicSettings Settings => settings;

    public Partition Partition { get; private set; } = null!;

    public LogHistory History { get; } = new(settings);

    public void Open(PartitionStore store) => Partition = store.Open(id, settings);

    /// <summary>Sends a batch of a producer without id, of the idempotent one, or of a transaction.</summary>
    /// <returns>Called when the round is over.</returns>
    public Action<string> Send(Random random, ref int number, long nowMs, CrashTransaction? transaction)
    {
        var isIdempotent = transaction is null && random.Next(3) > 0;
        var sent = new List<LogHistory.Sent>();
        using var writer = new RecordBatchWriter(random.Next(3) == 0 ? CompressionCodec.Lz4 : CompressionCodec.None);
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var record = History.Send(++number, $"key{random.Next(KeyCount)}", random.Next(6) == 0, nowMs, transaction);
            sent.Add(record);
            var text = Encoding.UTF8.GetBytes(record.Number.ToString(CultureInfo.InvariantCulture));
            writer.Add(nowMs, Encoding.UTF8.GetBytes(record.Key), record.IsTombstone ? default : new byte[random.Next(1, 300)], [new("n"u8.ToArray(), text)]);
        }

        var batch = Build(writer, sent.Count, isIdempotent, transaction);
        if (isIdempotent)
            _unanswered.Add((batch, sent));
        var appending = Partition.AppendAsync(batch);
        return when =>
        {
            if (appending.Result.Error != KafkaError.None)
                return;
            LogHistory.Acknowledge(sent, appending.Result.BaseOffset, when);
            if (isIdempotent)
                _unanswered.RemoveAt(0);
        };
    }

    /// <summary>Repeats what has no answer, in the order in which it was sent.</summary>
    public void Repeat(LogBench bench, string when)
    {
        while (_unanswered.Count > 0)
        {
            var appending = Partition.AppendAsync(_unanswered[0].Batch);
            bench.Run(appending);
            if (appending.Result.Error != KafkaError.None)
            {
                bench.Disk.IsStopped.ShouldBeTrue($"{when}: {appending.Result}");
                return;
            }

            LogHistory.Acknowledge(_unanswered[0].Sent, appending.Result.BaseOffset, when);
            _unanswered.RemoveAt(0);
        }
    }

    private byte[] Build(RecordBatchWriter writer, int count, bool isIdempotent, CrashTransaction? transaction)
    {
        if (transaction is not null)
        {
            var sequence = transaction.Sequences.GetValueOrDefault(this);
            transaction.Sequences[this] = sequence + count;
            return writer.Build(transaction.ProducerId, 0, sequence, isTransactional: true).ToArray();
        }

        if (!isIdempotent)
            return writer.Build().ToArray();
        var first = _sequence;
        _sequence += count;
        return writer.Build(producerId, 0, first).ToArray();
    }
}
