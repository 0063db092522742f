namespace Hops.Kafka.Wire;

/// <summary>Bytes that are not the message that they claim to be. Thrown by the codec only; the connection closes.</summary>
/// <param name="message">What is wrong.</param>
public sealed class WireFormatException(string message) : Exception(message);
