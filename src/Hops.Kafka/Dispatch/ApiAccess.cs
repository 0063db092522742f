using System.Collections.Immutable;
using Hops.Core.Identity;

namespace Hops.Kafka.Dispatch;

/// <summary>Who may call an API: a column of the API table.</summary>
public sealed class ApiAccess
{
    private ApiAccess(ApiAudience audience, ImmutableArray<ApiNeed> needs) => (Audience, Needs) = (audience, needs);

    /// <summary>Anybody, before authentication too: the APIs that lead to it.</summary>
    public static ApiAccess BeforeAuthentication { get; } = new(ApiAudience.BeforeAuthentication, []);

    /// <summary>Any authenticated principal, for what shows and changes nothing of anybody.</summary>
    public static ApiAccess Authenticated { get; } = new(ApiAudience.Authenticated, []);

    /// <summary>Who may call.</summary>
    public ApiAudience Audience { get; }

    /// <summary>What is decided for each resource that a request names; empty unless <see cref="ApiAudience.PerElement"/>.</summary>
    public ImmutableArray<ApiNeed> Needs { get; }

    /// <summary>Decided for each element of the request: the handler asks <see cref="Call.Decide"/> for each of these needs.</summary>
    public static ApiAccess Each(params ReadOnlySpan<(Operation Operation, ResourceKind Kind)> needs)
    {
        var rows = ImmutableArray.CreateBuilder<ApiNeed>(needs.Length);
        foreach (var (operation, kind) in needs)
            rows.Add(new ApiNeed(operation, kind));
        return new ApiAccess(ApiAudience.PerElement, rows.MoveToImmutable());
    }

    /// <summary>The same, with more needs behind its own.</summary>
    public ApiAccess And(params ReadOnlySpan<(Operation Operation, ResourceKind Kind)> needs) => new(Audience, [.. Needs, .. Each(needs).Needs]);

    /// <inheritdoc/>
    public override string ToString() => Audience switch
    {
        ApiAudience.BeforeAuthentication => "anybody",
        ApiAudience.Authenticated => "authenticated",
        ApiAudience.PerElement => string.Join(", ", Needs),
    };
}

/// <summary>Who may call an API at all.</summary>
public enum ApiAudience
{
    /// <summary>Anybody, before authentication too.</summary>
    BeforeAuthentication,

    /// <summary>Any authenticated principal.</summary>
    Authenticated,

    /// <summary>Any authenticated principal may call; each element is decided on its own.</summary>
    PerElement,
}

/// <summary>One operation on one kind of resource.</summary>
public readonly record struct ApiNeed(Operation Operation, ResourceKind Kind)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Operation} {Kind}";
}
