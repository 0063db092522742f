using Hops.Benchmarks;

// One line and one file per measurement.
var measurements = new Dictionary<string, Func<Report, Task>>(StringComparer.Ordinal)
{
    ["broker-scale"] = BrokerScaleBenchmark.RunAsync,
    ["codecs"] = CodecsBenchmark.RunAsync,
    ["filesystem"] = FileSystemBenchmark.RunAsync,
    ["heavy"] = HeavyBenchmark.RunAsync,
    ["heavy-broker"] = HeavyBrokerBenchmark.RunAsync,
    ["intake"] = IntakeBenchmark.RunAsync,
    ["metadata"] = MetadataBenchmark.RunAsync,
    ["platform"] = PlatformBenchmark.RunAsync,
    ["streaming"] = StreamingEndToEndBenchmark.RunAsync,
    ["streaming-engine"] = StreamingEngineBenchmark.RunAsync,
    ["streaming-latency"] = StreamingLatencyBenchmark.RunAsync,
};

if (args is ["broker", _, _, ..])
{
    await BrokerServer.RunAsync(args[1..]);
    return 0;
}

if (args.Length == 0 || !measurements.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"usage: Hops.Benchmarks <{string.Join('|', measurements.Keys)}>");
    return 2;
}

await run(new Report(Console.Out));
return 0;
