using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>ListTransactions: the transactional ids of the caller's project that it may know of (KIP-664, KIP-994).</summary>
internal sealed class ListTransactionsHandler(TransactionDirectory transactions, TimeProvider clock)
{
    private static readonly string[] Statuses = Enum.GetNames<TransactionStatus>();

    public ValueTask<ListTransactionsResponse?> HandleAsync(Call call, ListTransactionsRequest request)
    {
        var response = new ListTransactionsResponse { UnknownStateFilters = [.. request.StateFilters.Except(Statuses, StringComparer.Ordinal)] };
        var startedUntil = request.DurationFilter < 0 ? (DateTimeOffset?)null : clock.GetUtcNow() - TimeSpan.FromMilliseconds(Math.Min(request.DurationFilter, int.MaxValue));
        foreach (var transaction in call.Each(call.Names.List(transactions)))
        {
            var state = transaction.State;
            if (state.ProducerId < 0
                || (request.StateFilters.Length > 0 && !request.StateFilters.Contains(state.Status.ToString(), StringComparer.Ordinal))
                || (request.ProducerIdFilters.Length > 0 && !request.ProducerIdFilters.Contains(state.ProducerId))
                || (startedUntil is { } until && (state.StartedAt is not { } started || started > until))
                || call.TransactionalIdError(Operation.Describe, transaction.TransactionalId) != KafkaError.None)
            {
                continue;
            }

            response.TransactionStates.Add(new() { TransactionalId = transaction.TransactionalId, ProducerId = state.ProducerId, State = state.Status.ToString() });
        }

        return new(response);
    }
}
