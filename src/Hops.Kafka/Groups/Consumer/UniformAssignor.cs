namespace Hops.Kafka.Groups.Consumer;

/// <summary>
/// Every member gets about as many partitions as every other, and as many as possible of those that it had: only what is too much for one goes
/// to another.
/// </summary>
internal static class UniformAssignor
{
    /// <summary>Where evening out stops in a group whose members read different topics: everything is shared out by then, if less evenly.</summary>
    private const long StepsMax = 5_000_000;

    /// <summary>So many topics of two members are compared in the time of a step.</summary>
    private const int ComparedPerStep = 64;

    public static HashSet<TopicPartition>[] Share(ConsumerMember[] members, TopicUses topics, out long steps)
    {
        if (members.Length == 0)
        {
            steps = 0;
            return [];
        }

        var first = members[0].Subscription.Topics;
        return members.All(member => member.Subscription.Topics == first || member.Subscription.Topics.SequenceEqual(first))
            ? ShareAlike(members, topics, out steps)
            : new Uneven(members, topics).Share(out steps);
    }

    /// <summary>All read the same: two members differ by one partition at most.</summary>
    private static HashSet<TopicPartition>[] ShareAlike(ConsumerMember[] members, TopicUses topics, out long steps)
    {
        var all = new HashSet<TopicPartition>();
        foreach (var topic in members[0].Subscription.Topics)
        {
            for (var index = topics.PartitionsOf(topic.Id) - 1; index >= 0; index--)
                all.Add(new TopicPartition(topic.Id, index));
        }

        steps = members.Length + all.Count + (members.Length * (long)members[0].Subscription.Topics.Length / ComparedPerStep);
        var (each, more) = Math.DivRem(all.Count, members.Length);
        var free = new HashSet<TopicPartition>(all);
        var shares = new HashSet<TopicPartition>[members.Length];
        for (var index = 0; index < members.Length; index++)
        {
            var kept = members[index].Target.Where(free.Contains).ToList();
            var quota = each;
            if (kept.Count > each && more > 0)
                (quota, more) = (each + 1, more - 1);
            if (kept.Count > quota)
                kept = [.. kept.OrderBy(partition => partition.Index).ThenBy(partition => partition.TopicId).Take(quota)];
            shares[index] = [.. kept];
            free.ExceptWith(kept);
        }

        var takers = new Queue<int>(Enumerable.Range(0, shares.Length).Where(index => shares[index].Count < each));
        foreach (var partition in free.OrderBy(partition => partition.TopicId).ThenBy(partition => partition.Index))
        {
            if (takers.Count == 0)
                takers = new(Enumerable.Range(0, shares.Length).Where(index => shares[index].Count == each));
            var taker = takers.Dequeue();
            shares[taker].Add(partition);
            if (shares[taker].Count < each)
                takers.Enqueue(taker);
        }

        return shares;
    }

    /// <summary>
    /// Members read different topics. What they had they keep; the rest goes to whoever has least, the topics with the fewest readers first; then
    /// of each topic partitions go from who has most to who has least, as long as that evens out.
    /// </summary>
    private sealed class Uneven
    {
        private const int Nobody = -1;
        private const int PassesMax = 10;

        private readonly ConsumerMember[] _members;
        private readonly int[] _loads;
        private readonly List<Part> _parts;
        private long _steps;

        public Uneven(ConsumerMember[] members, TopicUses topics)
        {
            _members = members;
            _loads = new int[members.Length];
            var parts = new Dictionary<Guid, Part>();
            for (var index = 0; index < members.Length; index++)
            {
                foreach (var topic in members[index].Subscription.Topics)
                {
                    if (!parts.TryGetValue(topic.Id, out var part))
                        parts[topic.Id] = part = new Part(topic.Id, topics.PartitionsOf(topic.Id));
                    part.Readers.Add(index);
                }
            }

            Keep(parts);
            _parts = [.. parts.Values.OrderBy(part => part.Readers.Count).ThenBy(part => part.TopicId)];
        }

        public HashSet<TopicPartition>[] Share(out long steps)
        {
            foreach (var part in _parts)
                Fill(part);
            var isMoving = true;
            for (var pass = 0; isMoving && pass < PassesMax; pass++)
            {
                isMoving = false;
                foreach (var part in _parts)
                    isMoving |= Even(part);
            }

            var shares = Array.ConvertAll(_members, _ => new HashSet<TopicPartition>());
            foreach (var part in _parts)
            {
                for (var index = 0; index < part.Holders.Length; index++)
                    shares[part.Holders[index]].Add(new TopicPartition(part.TopicId, index));
            }

            steps = _members.Length + _steps;
            return shares;
        }

        private void Keep(Dictionary<Guid, Part> parts)
        {
            for (var index = 0; index < _members.Length; index++)
            {
                var reads = _members[index].Subscription.Topics.Select(topic => topic.Id).ToHashSet();
                foreach (var partition in _members[index].Target.Where(partition => reads.Contains(partition.TopicId)))
                {
                    var holders = parts[partition.TopicId].Holders;
                    if (partition.Index >= holders.Length || holders[partition.Index] != Nobody)
                        continue;
                    holders[partition.Index] = index;
                    _loads[index]++;
                }
            }
        }

        private void Fill(Part part)
        {
            _steps += part.Readers.Count + part.Holders.Length;
            if (!part.Holders.Contains(Nobody))
                return;
            var byLoad = new PriorityQueue<int, (int Load, int Reader)>(part.Readers.Select(reader => (reader, (_loads[reader], reader))));
            for (var index = 0; index < part.Holders.Length; index++)
            {
                if (part.Holders[index] != Nobody)
                    continue;
                var least = byLoad.Peek();
                part.Holders[index] = least;
                byLoad.DequeueEnqueue(least, (++_loads[least], least));
            }
        }

        private bool Even(Part part)
        {
            var hasMoved = false;
            while (_steps < StepsMax && part.Holders.Length > 0)
            {
                _steps += part.Readers.Count + part.Holders.Length;
                var least = part.Readers.MinBy(reader => _loads[reader]);
                var most = Array.IndexOf(part.Holders, part.Holders.MaxBy(holder => _loads[holder]));
                if (_loads[part.Holders[most]] - _loads[least] <= 1)
                    break;
                _loads[part.Holders[most]]--;
                _loads[least]++;
                part.Holders[most] = least;
                hasMoved = true;
            }

            return hasMoved;
        }

        /// <summary>A topic: who reads it, and who gets which partition.</summary>
        private sealed class Part
        {
            public Part(Guid topicId, int partitionCount)
            {
                TopicId = topicId;
                Holders = new int[partitionCount];
                Array.Fill(Holders, Nobody);
            }

            public Guid TopicId { get; }

            public List<int> Readers { get; } = [];

            public int[] Holders { get; }
        }
    }
}
