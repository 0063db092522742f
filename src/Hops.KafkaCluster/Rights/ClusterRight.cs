using Hops.Kafka.Security;

namespace Hops.KafkaCluster.Rights;

/// <summary>One row of the cluster's access control lists that allows something, from any address.</summary>
/// <param name="Kind">Of what: the protocol's number.</param>
/// <param name="Name">Its name, or what its name begins with.</param>
/// <param name="Pattern">Which of the two.</param>
/// <param name="Principal">Who, as <c>User:name</c>.</param>
/// <param name="Operation">What.</param>
internal readonly record struct ClusterRight(AclResource Kind, string Name, AclPattern Pattern, string Principal, AclOperation Operation);
