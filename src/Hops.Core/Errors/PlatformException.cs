namespace Hops.Core.Errors;

/// <summary>
/// The one exception by which a part of the platform refuses a request. Each protocol boundary turns it into its own error
/// through <see cref="ErrorTable"/>; nothing in between catches it.
/// </summary>
public sealed class PlatformException : Exception
{
    /// <param name="code">Which refusal.</param>
    /// <param name="message">What was refused, why, and what to do, for the caller to read. Holds no secrets and no host paths.</param>
    /// <param name="innerException">The cause, for the log only.</param>
    public PlatformException(ErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>Which refusal.</summary>
    public ErrorCode Code { get; }

    /// <summary>Facts for machine readers, such as <c>limit</c>, <c>used</c> or <c>position</c>; small values only.</summary>
    public IDictionary<string, object?> Facts { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The same refusal, to be thrown where it is met again.</summary>
    public PlatformException Again()
    {
        var again = new PlatformException(Code, Message, this);
        foreach (var (fact, value) in Facts)
            again.With(fact, value);
        return again;
    }

    /// <summary>Adds one fact and returns this exception.</summary>
    public PlatformException With(string fact, object? value)
    {
        Facts[fact] = value;
        return this;
    }
}
