using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>SaslHandshake: chooses the mechanism. After version 0 the tokens come without any Kafka header.</summary>
internal sealed class SaslHandshakeHandler(Broker broker)
{
    public ValueTask<SaslHandshakeResponse?> HandleAsync(Call call, SaslHandshakeRequest request)
    {
        var response = new SaslHandshakeResponse { Mechanisms = SaslMechanisms.Names };
        var session = call.Session;
        session.Exchange = SaslMechanisms.Begin(request.Mechanism, broker);
        if (session.Exchange is null)
        {
            response.ErrorCode = KafkaError.UnsupportedSaslMechanism;
            session.IsClosing = true;
            return new(response);
        }

        session.IsRawSasl = call.Version == 0;
        return new(response);
    }
}
