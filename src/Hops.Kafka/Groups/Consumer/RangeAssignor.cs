namespace Hops.Kafka.Groups.Consumer;

/// <summary>
/// Of each topic every reader gets a run of partitions, in the order of the members: who reads several topics of equal size gets the same
/// numbers of each, so that they can be joined.
/// </summary>
internal static class RangeAssignor
{
    public static HashSet<TopicPartition>[] Share(ConsumerMember[] members, TopicUses topics, out long steps)
    {
        var shares = Array.ConvertAll(members, _ => new HashSet<TopicPartition>());
        var readers = new Dictionary<Guid, List<int>>();
        for (var index = 0; index < members.Length; index++)
        {
            foreach (var topic in members[index].Subscription.Topics)
            {
                if (!readers.TryGetValue(topic.Id, out var list))
                    readers[topic.Id] = list = [];
                list.Add(index);
            }
        }

        steps = members.Length;
        foreach (var (topicId, list) in readers)
        {
            var (each, more) = Math.DivRem(topics.PartitionsOf(topicId), list.Count);
            var partition = 0;
            for (var rank = 0; rank < list.Count; rank++)
            {
                for (var left = each + (rank < more ? 1 : 0); left > 0; left--)
                    shares[list[rank]].Add(new TopicPartition(topicId, partition++));
            }

            steps += list.Count + partition;
        }

        return shares;
    }
}
