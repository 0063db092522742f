using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Users;

namespace Hops.Platform.SecondFactors;

/// <summary>Takes a code of a user's device, or one of its recovery codes. What was taken is used up with the transaction that took it.</summary>
internal static class CheckSecondFactor
{
    private const int CodeLengthMax = 64;

    /// <summary>Takes a code.</summary>
    /// <returns>False if it is wrong or was used before.</returns>
    internal static async Task<bool> RunAsync(HopsPlatform platform, User user, string code, CancellationToken cancellationToken)
    {
        if (code.Length is 0 or > CodeLengthMax)
            return false;

        // With the reserve on a full disk, as signing in.
        return await platform.Files.FreeRoomAsync(() => platform.Store.WriteAsync(
            async transaction => await TakeStepAsync(transaction, user, code) || await TakeRecoveryCodeAsync(transaction, user, code), cancellationToken));
    }

    private static async Task<bool> TakeStepAsync(WriteTransaction transaction, User user, string code)
    {
        var factor = await transaction.GetAsync(SecondFactor.Table, Key.Of(user.Id), LockMode.Write);
        if (factor?.Confirmed is null || TimeCode.StepOf(factor, code, transaction.Now) is not { } step)
            return false;
        await transaction.UpdateAsync(SecondFactor.Table, factor with { StepUsed = step });
        return true;
    }

    private static async Task<bool> TakeRecoveryCodeAsync(WriteTransaction transaction, User user, string code)
    {
        if (RecoveryCode.Sha256Of(code) is not { } sha256)
            return false;
        var key = Key.Of(user.Id, sha256);
        if (await transaction.GetAsync(RecoveryCode.Table, key, LockMode.Destroy) is null)
            return false;
        await transaction.DeleteAsync(RecoveryCode.Table, key);
        var left = await transaction.ScanAsync(RecoveryCode.Table, Key.Of(user.Id), null, RecoveryCode.Count);
        await AuditLog.AppendAsync(transaction, new AuditRecord
        {
            ProjectId = 0,
            Actor = user.Name,
            Action = "second-factor.recovery-code",
            Target = user.Name,
            Detail = FormattableString.Invariant($"{left.Count} left"),
        });
        return true;
    }
}
