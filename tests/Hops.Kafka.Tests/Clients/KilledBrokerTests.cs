using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Foreign clients produce and consume in a group while the broker is killed with SIGKILL and started again.</summary>
public sealed class KilledBrokerTests
{
    private const int Partitions = 2;
    private const int PieceBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [ToolFact(ForeignTool.Java)]
    public Task The_console_tools_of_apache_kafka_go_on() => GoesOnAsync(KilledBrokerClient.Java);

    [ToolFact(ForeignTool.Java)]
    public Task The_performance_tools_of_apache_kafka_go_on() => GoesOnAsync(KilledBrokerClient.Perf);

    [ToolFact(ForeignTool.Kcat)]
    public Task Kcat_goes_on() => GoesOnAsync(KilledBrokerClient.Kcat);

    [ToolFact(ForeignTool.Python)]
    public Task Confluent_kafka_goes_on() => GoesOnAsync(KilledBrokerClient.ConfluentKafka);

    [ToolFact(ForeignTool.Python)]
    public Task Kafka_python_goes_on() => GoesOnAsync(KilledBrokerClient.KafkaPython);

    [ToolFact(ForeignTool.Node)]
    public Task Kafkajs_goes_on() => GoesOnAsync(KilledBrokerClient.KafkaJs);

    [ToolFact(ForeignTool.Platformatic)]
    public Task The_client_of_platformatic_goes_on() => GoesOnAsync(KilledBrokerClient.Platformatic);

    [Fact]
    public void The_documentation_shows_who_was_tried() => GeneratedTable.ShouldBe(
        "KilledBrokerClient",
        "| client | all that was acknowledged is there | nothing twice | its group goes on |\n| --- | --- | --- | --- |\n"
        + string.Concat(KilledBrokerClient.All.Select(client => $"| {client.Name} | yes | {(client.IsIdempotent ? "yes" : "it has no idempotent producer")} | yes |\n"))
        + $"| {KilledBrokerClient.Streams} | yes | yes | yes |\n");

    [ToolFact(ForeignTool.Java)]
    public async Task Kafka_streams_goes_on_and_counts_every_word_once()
    {
        await using var broker = await KillableBroker.StartAsync(("lines", Partitions), ("counts", 1));
        var state = Directory.CreateTempSubdirectory("hops-streams-").FullName;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using (Reading.Start([ToolFactAttribute.JavaTool, "wordcount", broker.Address, "lines", "counts", "--app-id", "words", "--state-dir", state]))
            {
                var produce = KilledBrokerClient.Java.Produce(broker.Address);
                var producing = Tool.RunAsync(produce[0], produce[1..]);
                await CommittedAsync(broker.Port, committed => committed > KilledBrokerClient.Records / 8, patience.Token, "words");
                await broker.KillAsync();

                (await producing).Succeeded();
                await CommittedAsync(broker.Port, committed => committed == KilledBrokerClient.Records, patience.Token, "words");
                (await CountsAsync(broker.Address, "--max-messages", $"{KilledBrokerClient.Records}", "--timeout-ms", "40000")).Length.ShouldBe(KilledBrokerClient.Records);
            }

            var counts = await CountsAsync(broker.Address, "--timeout-ms", "5000");
            counts.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, KilledBrokerClient.Records).Select(number => $"{number}\t1").Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    /// <summary>The counts of words as they were written, line by line.</summary>
    private static async Task<string[]> CountsAsync(string address, params string[] limits) =>
        (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", address, "--topic", "counts", "--from-beginning", "--isolation-level", "read_committed", "--formatter-property", "print.key=true",
                .. limits,
            ])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task GoesOnAsync(KilledBrokerClient client)
    {
        await using var broker = await KillableBroker.StartAsync(("lines", Partitions));
        using var patience = new CancellationTokenSource(Patience);
        using (var consumer = Reading.Start(client.Consume(broker.Address)))
        {
            var produce = client.Produce(broker.Address);
            var producing = Tool.RunAsync(produce[0], produce[1..]);
            await consumer.HasReadAsync(KilledBrokerClient.Records / 4, patience.Token);
            var before = await CommittedAsync(broker.Port, committed => committed > 0, patience.Token);
            await broker.KillAsync();
            (await CommittedAsync(broker.Port, _ => true, patience.Token)).ShouldBeGreaterThanOrEqualTo(before, "what was committed is there");

            (await producing).Succeeded();
            if (client.PrintsAll)
                await consumer.HasReadAsync(KilledBrokerClient.Records, patience.Token);
            await CommittedAsync(broker.Port, committed => committed >= KilledBrokerClient.Records, patience.Token);
        }

        await using var last = await broker.OpenAsync();
        var numbers = Numbers(last);
        numbers.Distinct().Order().ShouldBe(Enumerable.Range(0, KilledBrokerClient.Records));
        if (client.IsIdempotent)
            numbers.Count.ShouldBe(KilledBrokerClient.Records);
    }

    /// <summary>Waits until the group has committed so much of the lines, the offsets of all partitions together.</summary>
    private static async Task<long> CommittedAsync(int port, Func<long, bool> isEnough, CancellationToken cancellationToken, string group = "g")
    {
        using var client = new RawClient(port);
        while (true)
        {
            var answer = await client.AskAsync<OffsetFetchRequest, OffsetFetchResponse>(new() { GroupId = group }, version: 3);
            var committed = answer.Topics.Where(topic => topic.Name == "lines").SelectMany(topic => topic.Partitions).Sum(partition => Math.Max(0, partition.CommittedOffset));
            if (isEnough(committed))
                return committed;
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    private static List<int> Numbers(TestBroker broker)
    {
        var numbers = new List<int>();
        for (var index = 0; index < Partitions; index++)
        {
            var log = broker.Broker.Logs.Find(0, "lines", index)!;
            for (var offset = log.LogStartOffset; offset < log.HighWatermark;)
            {
                using var slice = log.Read(offset, PieceBytes, atLeastOne: true, isCommitted: true);
                foreach (var buffer in slice.Buffers)
                {
                    for (var rest = buffer; !rest.IsEmpty; rest = rest[RecordBatchHeader.Parse(rest.Span).TotalBytes..])
                    {
                        using var batch = RecordBatch.Open(rest, PieceBytes);
                        for (var records = batch.Read(); records.MoveNext();)
                            numbers.Add(int.Parse(Encoding.UTF8.GetString(records.Current.Value), CultureInfo.InvariantCulture));
                        offset = RecordBatchHeader.Parse(rest.Span).LastOffset + 1;
                    }
                }
            }
        }

        return numbers;
    }

    /// <summary>A consumer that goes on until it is disposed of.</summary>
    private sealed class Reading : IDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> _errors = new();

        private Reading(Process process) => _process = process;

        public static Reading Start(string[] command)
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            var reading = new Reading(Process.Start(start)!);
            reading._process.OutputDataReceived += (_, line) => reading._seen.TryAdd(line.Data ?? "", true);
            reading._process.ErrorDataReceived += (_, line) => reading._errors.Enqueue(line.Data ?? "");
            reading._process.BeginOutputReadLine();
            reading._process.BeginErrorReadLine();
            return reading;
        }

        /// <summary>Waits until it has printed so many of the numbers.</summary>
        public async Task HasReadAsync(int count, CancellationToken cancellationToken)
        {
            try
            {
                while (Numbers().Count() < count)
                {
                    if (_process.HasExited)
                        throw new InvalidOperationException("it ended");
                    await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
                }
            }
            catch (Exception late) when (late is OperationCanceledException or InvalidOperationException)
            {
                throw new TimeoutException(
                    $"The consumer has read {Numbers().Count()} and not {count}: {late.Message} It lacks {string.Join(", ", Enumerable.Range(0, KilledBrokerClient.Records).Except(Numbers()).Take(20))}. It says: {string.Join('\n', _errors)}",
                    late);
            }
        }

        private IEnumerable<int> Numbers() => _seen.Keys.Where(line => int.TryParse(line, CultureInfo.InvariantCulture, out _)).Select(line => int.Parse(line, CultureInfo.InvariantCulture));

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }
}
