using Hops.Net.Memory;

namespace Hops.Kafka.Dispatch;

/// <summary>
/// What a large request makes us hold while it is decoded and answered: charged to its tenant before anything of it is made, and with a turn
/// if it takes long. Dispose it when the answer has been encoded.
/// </summary>
internal sealed class RequestHold : IDisposable
{
    /// <summary>Requests that hold less are let through as they come: a connection handles one at a time.</summary>
    public const long ChargedFromBytes = 16 << 10;

    /// <summary>Requests that hold this much take turns: about 2,000 elements, a few milliseconds.</summary>
    private const long HeavyFromBytes = 512 << 10;

    private readonly MemoryAccount? _account;
    private readonly long _bytes;
    private FairTurns.Turn? _turn;

    private RequestHold(MemoryAccount? account, long bytes) => (_account, _bytes) = (account, bytes);

    /// <summary>Waits for room and, if need be, a turn.</summary>
    /// <exception cref="OperationCanceledException">The connection is gone.</exception>
    public static async ValueTask<RequestHold> TakeAsync(Call call, long bytes)
    {
        var account = call.Session.Accounts?.Work;
        if (account is not null)
            await account.ChargeAsync(bytes, call.Aborted);
        var hold = new RequestHold(account, bytes);
        try
        {
            if (bytes >= HeavyFromBytes)
                hold._turn = await call.TurnOfRequestAsync();
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Gives the turn back: what follows waits for others.</summary>
    public void EndTurn()
    {
        _turn?.Dispose();
        _turn = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndTurn();
        _account?.Release(_bytes);
    }
}
