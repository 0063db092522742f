namespace Hops.Kafka.Wire;

/// <summary>Bytes that are not the message that they claim to be. Thrown where a message is expected that the other side is trusted to send (<see cref="WireReader.Read"/>).</summary>
/// <param name="message">What is wrong.</param>
public sealed class WireFormatException(string message) : Exception(message);
