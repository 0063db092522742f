using System.Collections.Immutable;

namespace Hops.Core.Identity;

/// <summary>
/// What a project borrows, by the names under which its members know it: <c>owner.topic</c>, <c>owner::dataset</c>. It turns names into things
/// and back, and gives no right: that is <see cref="IGate.Decide"/>. Immutable.
/// </summary>
public sealed class Borrowings
{
    private readonly ImmutableSortedDictionary<string, Resource> _things;
    private readonly ImmutableDictionary<Resource, string> _names;

    private Borrowings(ImmutableSortedDictionary<string, Resource> things, ImmutableDictionary<Resource, string> names) =>
        (_things, _names) = (things, names);

    /// <summary>Nothing is borrowed.</summary>
    public static Borrowings None { get; } = new(
        ImmutableSortedDictionary.Create<string, Resource>(StringComparer.Ordinal), ImmutableDictionary<Resource, string>.Empty);

    /// <summary>With a dataset or topic of another project.</summary>
    /// <param name="owner">Name of that project.</param>
    /// <param name="thing">The dataset or topic, by the id of that project and its name there.</param>
    public Borrowings With(string owner, Resource thing)
    {
        var name = NameOf(owner, thing);
        return new(_things.SetItem(name, thing), _names.SetItem(thing, name));
    }

    /// <summary>Without one.</summary>
    public Borrowings Without(Resource thing) =>
        _names.TryGetValue(thing, out var name) ? new(_things.Remove(name), _names.Remove(thing)) : this;

    /// <summary>What a name stands for; null if nothing of that kind is borrowed under it.</summary>
    public Resource? Find(ResourceKind kind, string name) => _things.TryGetValue(name, out var thing) && thing.Kind == kind ? thing : null;

    /// <summary>The name of a thing; null if it is not borrowed.</summary>
    public string? NameOf(Resource thing) => _names.GetValueOrDefault(thing);

    /// <summary>All of a kind, in the order of their names.</summary>
    public IEnumerable<(string Name, Resource Thing)> Of(ResourceKind kind) =>
        _things.Where(pair => pair.Value.Kind == kind).Select(pair => (pair.Key, pair.Value));

    /// <summary>The name by which borrowers know a dataset or topic of a project.</summary>
    /// <param name="owner">Name of that project.</param>
    /// <param name="thing">The dataset or topic, by its name there.</param>
    public static string NameOf(string owner, Resource thing) =>
        thing.Kind == ResourceKind.Dataset ? Names.BorrowedDataset(owner, thing.Name) : Names.BorrowedTopic(owner, thing.Name);
}
