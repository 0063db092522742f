using Hops.Core.Errors;
using Hops.Kafka;

namespace Hops.KafkaCluster.Wire;

/// <summary>Turns what the cluster answers into our refusals.</summary>
internal static class ClusterRefusal
{
    /// <summary>SECURITY_DISABLED: the cluster has no authorizer.</summary>
    private const KafkaError SecurityDisabled = (KafkaError)54;

    /// <summary>Raises what is no answer to one thing but to the platform.</summary>
    /// <param name="error">The code.</param>
    /// <param name="message">What the cluster says of it.</param>
    /// <param name="what">What was asked for: <c>make topics</c>.</param>
    /// <exception cref="PlatformException"><c>Unavailable</c>.</exception>
    public static void Demand(KafkaError error, string? message, string what)
    {
        if (error != KafkaError.None)
            throw Of(error, message, what);
    }

    /// <summary>The refusal.</summary>
    public static PlatformException Of(KafkaError error, string? message, string what) => new(ErrorCode.Unavailable, error switch
    {
        KafkaError.ClusterAuthorizationFailed or KafkaError.TopicAuthorizationFailed =>
            $"The Kafka cluster does not let the user of the platform {what}: make it a super user, or allow it to administer the cluster.",
        SecurityDisabled => $"The Kafka cluster has no authorizer, so everybody may do everything there and the platform cannot {what}: set authorizer.class.name.",
        _ => $"The Kafka cluster refused to {what}: {message ?? error.ToString()} ({error}).",
    });

    /// <summary>What a refusal of records of a topic means, of which the platform knows that it is there, and that who asked may.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="address">The cluster.</param>
    /// <param name="name">The topic's name there.</param>
    /// <param name="what">What was wanted: <c>read</c>.</param>
    /// <returns>The same one if it means what it says.</returns>
    public static PlatformException OfTopic(PlatformException refusal, string address, string name, string what) => refusal.Code switch
    {
        ErrorCode.AccessDenied or ErrorCode.ExportDenied => new(ErrorCode.Unavailable, NotLetIn(address, name, what), refusal),
        ErrorCode.NotFound => new(ErrorCode.Unavailable, NoTopic(address, name), refusal),
        _ => refusal,
    };

    /// <summary>Says that the platform itself may not.</summary>
    public static string NotLetIn(string address, string name, string what) =>
        $"The Kafka cluster at {address} does not let the user of the platform {what} '{name}': make it a super user, or allow it to {what} topics.";

    /// <summary>Says that a topic is not there.</summary>
    public static string NoTopic(string address, string name) => $"The Kafka cluster at {address} has no topic '{name}' at this moment: it is made there again; try again in a minute.";

    /// <summary>True if the code is about who the platform is, and not about one thing.</summary>
    public static bool IsOfPlatform(KafkaError error) =>
        error is KafkaError.ClusterAuthorizationFailed or KafkaError.TopicAuthorizationFailed or SecurityDisabled or KafkaError.RequestTimedOut
            or KafkaError.NotController or KafkaError.UnknownServerError or KafkaError.ThrottlingQuotaExceeded;
}
