using Hops.Api.Http;
using Hops.Kafka.Reading;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Messages;

/// <summary>Shows messages of a topic: to who may take them out what it asks for, to a Data Scientist a preview. Either is in the audit trail.</summary>
internal static class GetMessages
{
    internal static async Task<Ok<MessagesView>> RunAsync(
        HopsPlatform platform, RecordsOf recordsOf, MessageReads reads, ApiCall call, [AsParameters] MessagesRequest request, CancellationToken cancellationToken)
    {
        var (count, wanted) = (request.Count(), request.Wanted());
        var topic = ListTopics.Find(platform, call.Actor, request.Project, request.Topic).Row;
        var grant = await BeginReading.RunAsync(platform, call.Actor, topic, count, cancellationToken);
        var found = default(MessagePage.Found);
        try
        {
            using var turn = await reads.EnterAsync(cancellationToken);
            var (walk, isBackward) = await MessageStart.WalkAsync(recordsOf(topic), topic, request, cancellationToken);
            found = await MessagePage.ReadAsync(
                walk, new PayloadText(platform.Schemas, topic.TenantId), wanted, (grant.RowsMax, grant.MaxBytes), cancellationToken);
            return TypedResults.Ok(new MessagesView(
                found.Items,
                found.Cause == StopCause.End ? null : MessageCursor.Of(topic, isBackward, walk.Positions),
                found.Scanned,
                found.Items.Count,
                grant.IsPreview,
                found.Cause,
                walk.Unreadable));
        }
        finally
        {
            await EndReading.RunAsync(platform, call.Actor, topic, grant, (found.Items?.Count ?? 0, found.SizeBytes));
        }
    }
}

/// <summary>Readings of topics that may be under way at one time: each opens batches and holds a part of them. Thread safe.</summary>
internal sealed class MessageReads : IDisposable
{
    private const int AtOnceMax = 16;

    /// <summary>Files that are made at one time: each lasts as long as its client takes it, and holds a part of the topic for so long.</summary>
    private const int ExportsMax = 4;

    private readonly SemaphoreSlim _turns = new(AtOnceMax, AtOnceMax);
    private readonly SemaphoreSlim _exports = new(ExportsMax, ExportsMax);

    /// <summary>Waits for a turn; dispose what it gives to end it.</summary>
    internal async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        return new Turn(_turns);
    }

    /// <summary>Waits for a place to make a file; dispose what it gives to end it.</summary>
    internal async ValueTask<IDisposable> EnterExportAsync(CancellationToken cancellationToken)
    {
        await _exports.WaitAsync(cancellationToken);
        return new Turn(_exports);
    }

    public void Dispose()
    {
        _turns.Dispose();
        _exports.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
