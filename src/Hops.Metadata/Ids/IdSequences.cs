using System.Collections.Concurrent;
using Hops.Core.Errors;
using Hops.Metadata.Tables;

namespace Hops.Metadata.Ids;

/// <summary>
/// Ids of named sequences: ranges are reserved durably in the database and handed out from memory, so an id costs no transaction and none
/// is ever given twice. What is left of a range when the process ends is skipped.
/// </summary>
internal sealed class IdSequences(MetadataStore store, int rangeLength)
{
    private const int SequencesMax = 1_000;

    private readonly ConcurrentDictionary<string, IdSequence> _sequences = new(StringComparer.Ordinal);

    /// <summary>The first id that is not reserved yet, of each sequence.</summary>
    internal static readonly Table<IdReservation> Reservations = new(
        "id_reservation",
        [new("sequence", ColumnType.Text), new("next_id", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new IdReservation(read.Text(), read.Int64()),
        (row, write) =>
        {
            write.Text(row.Sequence);
            write.Int64(row.NextId);
        });

    /// <summary>Reserves what lies before an id for nobody.</summary>
    /// <returns>The first id that is not reserved then.</returns>
    internal static async ValueTask<long> SkipIn(Transactions.WriteTransaction transaction, string sequence, long id)
    {
        var next = (await transaction.GetAsync(Reservations, Key.Of(sequence), Transactions.LockMode.Write))?.NextId ?? 1;
        if (next >= id)
            return next;
        await transaction.PutAsync(Reservations, new IdReservation(sequence, id));
        return id;
    }

    internal ValueTask<long> NextAsync(string sequence, CancellationToken cancellationToken)
    {
        var ids = Sequence(sequence);
        return ids.TryTake(out var id) ? new ValueTask<long>(id) : new ValueTask<long>(ReserveAsync(sequence, ids, cancellationToken));
    }

    private async Task<long> ReserveAsync(string sequence, IdSequence ids, CancellationToken cancellationToken)
    {
        await ids.Reserving.WaitAsync(cancellationToken);
        try
        {
            // Another caller may have reserved a range meanwhile, or others may have used up the one reserved here.
            long id;
            while (!ids.TryTake(out id))
                ids.Add(await ReserveRangeAsync(sequence, cancellationToken), rangeLength);
            return id;
        }
        finally
        {
            ids.Reserving.Release();
        }
    }

    private ValueTask<long> ReserveRangeAsync(string sequence, CancellationToken cancellationToken) => store.WriteAsync(
        async transaction =>
        {
            var reserved = await transaction.GetAsync(Reservations, Key.Of(sequence), Transactions.LockMode.Write);
            var first = reserved?.NextId ?? 1;
            await transaction.PutAsync(Reservations, new IdReservation(sequence, first + rangeLength));
            return first;
        },
        cancellationToken);

    private IdSequence Sequence(string name)
    {
        if (_sequences.TryGetValue(name, out var found))
            return found;
        if (_sequences.Count >= SequencesMax)
            throw new PlatformException(ErrorCode.LimitExceeded, $"There are {SequencesMax} id sequences already; sequences are named by code, not by data.");
        return _sequences.GetOrAdd(name, _ => new IdSequence());
    }

    /// <summary>What is left of the range of one sequence.</summary>
    private sealed class IdSequence
    {
        private readonly Lock _lock = new();
        private long _next;
        private long _end;

        internal SemaphoreSlim Reserving { get; } = new(1, 1);

        internal bool TryTake(out long id)
        {
            lock (_lock)
            {
                id = _next;
                if (_next >= _end)
                    return false;
                _next++;
                return true;
            }
        }

        internal void Add(long first, int length)
        {
            lock (_lock)
                (_next, _end) = (first, first + length);
        }
    }
}

/// <summary>The first id of a sequence that is not reserved yet.</summary>
internal sealed record IdReservation(string Sequence, long NextId);
