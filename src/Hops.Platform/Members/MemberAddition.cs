using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Platform.Members;

/// <summary>Somebody who is to become a member.</summary>
/// <param name="User">Name of the user.</param>
/// <param name="Role">The role.</param>
public sealed record MemberWish(string User, ProjectRole Role);

/// <summary>What became of one user who was to be added.</summary>
/// <param name="User">Name of the user.</param>
/// <param name="Member">The membership; null if there is none of this addition.</param>
/// <param name="Refusal">Why there is none.</param>
/// <param name="Reason">The same in words.</param>
public sealed record MemberAddition(string User, Member? Member, ErrorCode? Refusal = null, string Reason = "")
{
    /// <summary>The membership, where one user was to be added and nobody else.</summary>
    /// <exception cref="PlatformException">The refusal.</exception>
    internal Member Demand() => Member ?? throw new PlatformException(Refusal ?? ErrorCode.Internal, Reason);
}
