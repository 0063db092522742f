using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.SecondFactors;

/// <summary>What the caller's second factor is like, without its secret.</summary>
public static class DescribeSecondFactor
{
    /// <summary>Looks at it.</summary>
    public static async Task<SecondFactorState> RunAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var isRequired = platform.Roster.Now.RequiresSecondFactor(platform.Roster.Now.Users[actor.UserId]);
        return await platform.Store.ReadAsync(
            async read =>
            {
                var factor = await read.GetAsync(SecondFactor.Table, Key.Of(actor.UserId));
                var codes = await read.ScanAsync(RecoveryCode.Table, Key.Of(actor.UserId), null, RecoveryCode.Count);
                return new SecondFactorState(factor?.Confirmed, isRequired, codes.Count);
            },
            cancellationToken);
    }
}

/// <summary>A user's second factor.</summary>
/// <param name="Since">Since when it is asked for; null if there is none.</param>
/// <param name="IsRequired">True if the platform does not let the user do without.</param>
/// <param name="RecoveryCodesLeft">Recovery codes that were not used yet.</param>
public sealed record SecondFactorState(DateTimeOffset? Since, bool IsRequired, int RecoveryCodesLeft);
