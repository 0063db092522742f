using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Fetch;

/// <summary>
/// Fetch: reads, and if too little is there waits for the logs to grow, then reads again. A client that asks for a session says what it fetches
/// once, and then only what changes (KIP-227).
/// </summary>
internal sealed class FetchHandler(BrokerState state, TopicCatalog topics, TopicLogs logs, FetchSessions sessions, TimeProvider clock, TimeSpan waitMax)
{
    private const int ResponseMaxBytes = 55 << 20;
    private const int SessionEpochFinal = -1;
    private const int SessionEpochInitial = 0;

    public async ValueTask<FetchResponse?> HandleAsync(Call call, FetchRequest request)
    {
        var refusal = Enter(call, request, out var session);
        if (refusal != KafkaError.None)
            return new FetchResponse { ErrorCode = refusal };
        var wanted = session?.Topics() ?? request.Topics;
        var responseMaxBytes = Math.Min(ResponseMaxBytes, call.Session.Traffic?.Fetched.BurstBytes ?? ResponseMaxBytes);
        var started = clock.GetTimestamp();
        var wished = TimeSpan.FromMilliseconds(Math.Max(0, request.MaxWaitMs));
        var maxWait = wished < waitMax ? wished : waitMax;
        while (true)
        {
            var room = call.AnswersRoomAsync();
            if (!room.IsCompletedSuccessfully)
            {
                await room;
                call.Renew();
            }

            var pass = new FetchPass(state, topics, logs, Math.Min(request.MaxBytes, responseMaxBytes), IsCommitted(request));

            // Before it reads: what it holds is given back even if a later partition cannot be read.
            call.Own(pass);
            pass.Read(call, wanted);
            var left = maxWait - clock.GetElapsedTime(started);
            if (pass.MustAnswer || pass.LengthBytes >= Math.Min(request.MinBytes, responseMaxBytes) || left <= TimeSpan.Zero || call.Aborted.IsCancellationRequested)
            {
                pass.NoteExports(call);
                var response = session?.Answer(pass.Response) ?? pass.Response;
                response.ThrottleTimeMs = call.Charge(TrafficDirection.Fetch, pass.LengthBytes);
                return response;
            }

            pass.Dispose();
            await WaitAsync(call, pass, request, left);

            // Whoever lost the credential or the right while it waited gets nothing of what has come meanwhile.
            call.Renew();
        }
    }

    /// <summary>Finds or begins the session of a request; a connection has one at a time.</summary>
    private KafkaError Enter(Call call, FetchRequest request, out FetchSession? session)
    {
        session = null;
        if (request.SessionEpoch is SessionEpochFinal or SessionEpochInitial)
        {
            call.Session.EndFetches();
            if (request.SessionEpoch == SessionEpochInitial && request.Topics.Count > 0)
                call.Session.Fetches = session = FetchSession.TryBegin(sessions, call.Names.ProjectId, call.Version, request);
            return KafkaError.None;
        }

        if (call.Session.Fetches is not { } open || open.Id != request.SessionId)
            return KafkaError.FetchSessionIdNotFound;
        session = open;
        var refusal = open.Continue(call.Version, request);
        if (refusal == KafkaError.FetchSessionIdNotFound)
            call.Session.EndFetches();
        return refusal;
    }

    private static bool IsCommitted(FetchRequest request) => request.IsolationLevel != 0;

    private async Task WaitAsync(Call call, FetchPass pass, FetchRequest request, TimeSpan atMost)
    {
        var wait = new FetchWait(request.MinBytes - pass.LengthBytes);
        using var timer = clock.CreateTimer(static state => ((FetchWait)state!).End(), wait, atMost, Timeout.InfiniteTimeSpan);
        using var gone = call.Aborted.UnsafeRegister(static state => ((FetchWait)state!).End(), wait);
        var watches = pass.WatchedTopics.Select(topic => call.Watch(Operation.Read, ResourceKind.Topic, topic)).ToList();
        try
        {
            foreach (var watch in watches)
                watch.Lost.UnsafeRegister(static state => ((FetchWait)state!).End(), wait);
            foreach (var (partition, end) in pass.Partitions)
                partition.Watch(wait, end, IsCommitted(request));
            await wait.Ready;
            foreach (var (partition, _) in pass.Partitions)
                partition.Unwatch(wait);
        }
        finally
        {
            foreach (var watch in watches)
                watch.Dispose();
        }
    }
}
