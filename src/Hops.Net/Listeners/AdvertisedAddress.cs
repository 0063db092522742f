namespace Hops.Net.Listeners;

/// <summary>What a listener tells clients of its own address: a feature of each connection that arrives there, for protocols that say it.</summary>
/// <param name="Host">Host name, or null for the address at which the client arrived.</param>
/// <param name="Port">Port, or null for the one at which the client arrived.</param>
public sealed record AdvertisedAddress(string? Host, int? Port);
