using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Transactions;

/// <summary>WriteTxnMarkers: refused to everybody, for the coordinator of this broker ends in every partition what it has begun there.</summary>
internal static class WriteTxnMarkersHandler
{
    public static ValueTask<WriteTxnMarkersResponse?> HandleAsync(Call call, WriteTxnMarkersRequest request) => new(new WriteTxnMarkersResponse
    {
        Markers = [.. call.Each(request.Markers).Select(marker => new WriteTxnMarkersResponse.Marker
        {
            ProducerId = marker.ProducerId,
            Topics = [.. marker.Topics.Select(topic => new WriteTxnMarkersResponse.Marker.Topic
            {
                Name = topic.Name,
                Partitions = [.. topic.PartitionIndexes.Select(index => new WriteTxnMarkersResponse.Marker.Topic.Partition
                {
                    PartitionIndex = index, ErrorCode = KafkaError.ClusterAuthorizationFailed,
                })],
            })],
        })],
    });
}
