using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hops.Kafka.Wire;

namespace Hops.Cli.Tests.Cluster;

/// <summary>
/// Stands before a real broker: as one of an older release, which says so by ApiVersions and closes the connection of a newer request, and as one that can be away
/// while the broker is there for others.
/// </summary>
internal sealed class BrokerProxy : IAsyncDisposable
{
    private const int EntryLengthBytes = 3 * sizeof(short);

    /// <summary>The requests of ApiVersions whose answers it can read.</summary>
    private const short ApiVersionsMax = 2;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _brokerPort;
    private readonly IReadOnlyDictionary<ApiKey, short>? _versionsMax;
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly Task _accepting;
    private volatile bool _isAway;

    /// <param name="address">The broker.</param>
    /// <param name="versionsMax">The newest version of each request that it offers; null for those of the broker.</param>
    public BrokerProxy(string address, IReadOnlyDictionary<ApiKey, short>? versionsMax)
    {
        (_brokerPort, _versionsMax) = (int.Parse(address.Split(':')[1], CultureInfo.InvariantCulture), versionsMax);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Requests that were newer than what it offers.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>True to close all connections, and those to come.</summary>
    public bool IsAway
    {
        get => _isAway;
        set
        {
            _isAway = value;
            foreach (var client in value ? _clients.Keys : [])
                client.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        IsAway = true;
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var broker = new TcpClient();
        try
        {
            _clients[client] = true;
            if (_isAway)
                return;
            await broker.ConnectAsync(IPAddress.Loopback, _brokerPort);
            var asked = new ConcurrentDictionary<int, short>();
            var up = UpAsync(client.GetStream(), broker.GetStream(), asked);
            await await Task.WhenAny(up, DownAsync(broker.GetStream(), client.GetStream(), asked));
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has ended it.
        }
        finally
        {
            client.Dispose();
            _clients.TryRemove(client, out _);
        }
    }

    /// <summary>Passes requests on that it offers.</summary>
    private async Task UpAsync(NetworkStream client, NetworkStream broker, ConcurrentDictionary<int, short> asked)
    {
        while (true)
        {
            var frame = await ReadAsync(client);
            var (key, version) = ((ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(4)), BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(6)));
            if (_versionsMax is { } offered)
            {
                if (!offered.TryGetValue(key, out var max) || version > max)
                {
                    _refused.Enqueue($"{key} {version}");
                    return;
                }

                if (key == ApiKey.ApiVersions)
                    asked[BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(8))] = version;
            }

            await broker.WriteAsync(frame);
        }
    }

    /// <summary>Passes answers back; of what the broker offers, what it offers itself.</summary>
    private async Task DownAsync(NetworkStream broker, NetworkStream client, ConcurrentDictionary<int, short> asked)
    {
        while (true)
        {
            var frame = await ReadAsync(broker);
            await client.WriteAsync(asked.TryRemove(BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(4)), out _) ? Older(frame) : frame);
        }
    }

    private byte[] Older(byte[] frame)
    {
        const int CountAt = 4 + sizeof(int) + sizeof(short);
        const int EntriesAt = CountAt + sizeof(int);
        var entriesEnd = EntriesAt + (BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(CountAt)) * EntryLengthBytes);
        var kept = new List<byte[]>();
        for (var at = EntriesAt; at < entriesEnd; at += EntryLengthBytes)
        {
            var entry = frame[at..(at + EntryLengthBytes)];
            if (!_versionsMax!.TryGetValue((ApiKey)BinaryPrimitives.ReadInt16BigEndian(entry), out var max))
                continue;
            BinaryPrimitives.WriteInt16BigEndian(entry.AsSpan(4), Math.Min(max, BinaryPrimitives.ReadInt16BigEndian(entry.AsSpan(4))));
            kept.Add(entry);
        }

        byte[] older = [.. frame[..EntriesAt], .. kept.SelectMany(entry => entry), .. frame[entriesEnd..]];
        BinaryPrimitives.WriteInt32BigEndian(older, older.Length - sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(older.AsSpan(CountAt), kept.Count);
        return older;
    }

    /// <returns>A frame with its length before it.</returns>
    private static async Task<byte[]> ReadAsync(NetworkStream stream)
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length);
        var frame = new byte[sizeof(int) + BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(sizeof(int)));
        return frame;
    }

    /// <summary>What brokers of Apache Kafka 2.7 offer to clients.</summary>
    public static IReadOnlyDictionary<ApiKey, short> Kafka27 { get; } = new Dictionary<ApiKey, short>
    {
        [ApiKey.Produce] = 8, [ApiKey.Fetch] = 12, [ApiKey.ListOffsets] = 5, [ApiKey.Metadata] = 9, [ApiKey.OffsetCommit] = 8, [ApiKey.OffsetFetch] = 7, [ApiKey.FindCoordinator] = 3,
        [ApiKey.JoinGroup] = 7, [ApiKey.Heartbeat] = 4, [ApiKey.LeaveGroup] = 4, [ApiKey.SyncGroup] = 5, [ApiKey.DescribeGroups] = 5, [ApiKey.ListGroups] = 4, [ApiKey.SaslHandshake] = 1,
        [ApiKey.ApiVersions] = ApiVersionsMax, [ApiKey.CreateTopics] = 6, [ApiKey.DeleteTopics] = 5, [ApiKey.DeleteRecords] = 2, [ApiKey.InitProducerId] = 4, [ApiKey.OffsetForLeaderEpoch] = 3,
        [ApiKey.AddPartitionsToTxn] = 2, [ApiKey.AddOffsetsToTxn] = 2, [ApiKey.EndTxn] = 2, [ApiKey.TxnOffsetCommit] = 3, [ApiKey.DescribeAcls] = 2, [ApiKey.CreateAcls] = 2, [ApiKey.DeleteAcls] = 2,
        [ApiKey.DescribeConfigs] = 3, [ApiKey.AlterConfigs] = 1, [ApiKey.DescribeLogDirs] = 2, [ApiKey.SaslAuthenticate] = 2, [ApiKey.CreatePartitions] = 3, [ApiKey.DeleteGroups] = 2,
        [ApiKey.ElectLeaders] = 2, [ApiKey.IncrementalAlterConfigs] = 1, [ApiKey.AlterPartitionReassignments] = 0, [ApiKey.ListPartitionReassignments] = 0, [ApiKey.OffsetDelete] = 0,
        [ApiKey.DescribeClientQuotas] = 0, [ApiKey.AlterClientQuotas] = 0, [ApiKey.DescribeUserScramCredentials] = 0, [ApiKey.AlterUserScramCredentials] = 0,
    };
}
