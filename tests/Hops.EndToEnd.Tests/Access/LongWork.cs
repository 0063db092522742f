using System.Globalization;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Compression;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>A fetch that waits for a minute and a producer that streams, for the credential under them to end.</summary>
internal sealed class LongWork
{
    private readonly TestProject _project;
    private readonly Task _fetch;
    private readonly Task _stream;
    private readonly TaskCompletionSource _first = new();
    private int _taken;

    private LongWork(TestProject project, SignedInClient reader, SignedInClient writer)
    {
        _project = project;
        _fetch = reader.SendAsync<FetchRequest, FetchResponse>(
            new() { MaxWaitMs = 60_000, MinBytes = 1, MaxBytes = 1 << 20, Topics = [new() { Name = "quiet", Partitions = [new() { PartitionMaxBytes = 1 << 20 }] }] }, 11);
        _stream = StreamAsync(writer);
    }

    /// <summary>Makes the topics <c>quiet</c> and <c>busy</c>, and begins on connections that are open.</summary>
    /// <returns>When the first batch was taken and the fetch waits.</returns>
    public static async Task<LongWork> BeginAsync(TestProject project, SignedInClient reader, SignedInClient writer)
    {
        await project.TopicAsync("quiet");
        await project.TopicAsync("busy");
        var work = new LongWork(project, reader, writer);
        await (await Task.WhenAny(work._first.Task, work._stream)).WaitAsync(TimeSpan.FromSeconds(10));
        work._fetch.IsCompleted.ShouldBeFalse();
        return work;
    }

    /// <summary>Both end with their connections within a time, and no batch was stored that its producer has not heard of, but for the last.</summary>
    public async Task ShouldEndAsync(TimeSpan within)
    {
        foreach (var ended in new[] { _fetch, _stream })
        {
            var end = await Should.ThrowAsync<Exception>(() => ended.WaitAsync(within));
            end.ShouldNotBeOfType<TimeoutException>();
        }

        var busy = (await _project.Rest.CallAsync(HttpMethod.Get, $"projects/{_project.Name}/topics/busy/partitions")).Body.GetProperty("items")[0];
        var acknowledged = Volatile.Read(ref _taken);
        long.Parse(busy.GetProperty("endOffset").GetString()!, CultureInfo.InvariantCulture).ShouldBeInRange(acknowledged, acknowledged + 1, "the last answer alone may have been lost");
    }

    private async Task StreamAsync(SignedInClient writer)
    {
        while (true)
        {
            var sent = new ProduceRequest.Topic { Name = "busy", PartitionData = [new() { Records = new RecordBytes(Batch()) }] };
            var answer = await writer.SendAsync<ProduceRequest, ProduceResponse>(new() { Acks = -1, TimeoutMs = 10_000, TopicData = [sent] }, 9);
            if (answer.Responses.Single().PartitionResponses.Single().ErrorCode != Kafka.KafkaError.None)
                throw new InvalidOperationException("it was refused");
            Interlocked.Increment(ref _taken);
            _first.TrySetResult();
        }
    }

    private static byte[] Batch()
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        writer.Add(NumberedEvents.FirstMs, default, "row"u8);
        return writer.Build().ToArray();
    }
}
