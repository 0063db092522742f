using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Patterns;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>ListTransactions: the transactional ids of the caller's project that it may know of (KIP-664, KIP-994, KIP-1152).</summary>
internal sealed class ListTransactionsHandler(TransactionDirectory transactions, TimeProvider clock)
{
    private static readonly string[] Statuses = Enum.GetNames<TransactionStatus>();

    /// <summary>Ids that are matched in one turn: a long one takes its length times the states of the expression.</summary>
    private const int IdsPerTurn = 100;

    public async ValueTask<ListTransactionsResponse?> HandleAsync(Call call, ListTransactionsRequest request)
    {
        var pattern = string.IsNullOrEmpty(request.TransactionalIdPattern) ? null : Re2Pattern.TryParse(request.TransactionalIdPattern, out _);
        if (pattern is null && !string.IsNullOrEmpty(request.TransactionalIdPattern))
            return new ListTransactionsResponse { ErrorCode = KafkaError.InvalidRegularExpression };
        var response = new ListTransactionsResponse { UnknownStateFilters = [.. request.StateFilters.Except(Statuses, StringComparer.Ordinal)] };
        var startedUntil = request.DurationFilter < 0 ? (DateTimeOffset?)null : clock.GetUtcNow() - TimeSpan.FromMilliseconds(Math.Min(request.DurationFilter, int.MaxValue));
        foreach (var some in call.Names.List(transactions).Chunk(IdsPerTurn))
        {
            using var turn = await call.TurnAsync();
            foreach (var transaction in call.Each(some))
            {
                var state = transaction.State;
                if (state.ProducerId < 0
                    || (request.StateFilters.Length > 0 && !request.StateFilters.Contains(state.Status.ToString(), StringComparer.Ordinal))
                    || (request.ProducerIdFilters.Length > 0 && !request.ProducerIdFilters.Contains(state.ProducerId))
                    || (startedUntil is { } until && (state.StartedAt is not { } started || started > until))
                    || pattern?.IsMatch(transaction.TransactionalId) == false
                    || call.TransactionalIdError(Operation.Describe, transaction.TransactionalId) != KafkaError.None)
                {
                    continue;
                }

                response.TransactionStates.Add(new() { TransactionalId = transaction.TransactionalId, ProducerId = state.ProducerId, State = state.Status.ToString() });
            }
        }

        return response;
    }
}
