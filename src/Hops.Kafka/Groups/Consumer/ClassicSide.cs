namespace Hops.Kafka.Groups.Consumer;

/// <summary>What a member of a consumer group has beside the others if it speaks the classic protocol.</summary>
/// <param name="SessionTimeout">How long it may be silent.</param>
/// <param name="Protocols">The protocols that it offers; it is told that the first was chosen.</param>
/// <param name="Version">Version of its metadata, and so of its assignments.</param>
internal sealed record ClassicSide(TimeSpan SessionTimeout, IReadOnlyList<GroupProtocol> Protocols, short Version)
{
    /// <summary>The protocol that it takes for that of the group.</summary>
    public string Protocol => Protocols[0].Name;

    /// <summary>By when it has to join again after it was told to, or to ask for its assignment after it has joined.</summary>
    public TimeSpan RoundDeadline { get; set; } = TimeSpan.MaxValue;

    /// <summary>Bytes that it keeps.</summary>
    public long LengthBytes => GroupProtocol.LengthOf(Protocols);
}
