namespace Hops.Streaming.DuckDb;

/// <summary>
/// A function that takes the rows of a SELECT as DuckDB's threads make them: of several threads at a time, nothing is copied, and no order is
/// kept. Exceptions of a subclass become errors of the statement; none crosses into native code.
/// </summary>
public abstract class RowSink
{
    private readonly TypeId[] _types;

    /// <param name="name">Name by which SQL calls it.</param>
    /// <param name="types">Types of its arguments, the columns.</param>
    protected RowSink(string name, IEnumerable<TypeId> types) => (Name, _types) = (name, [.. types]);

    /// <summary>Name by which SQL calls it.</summary>
    public string Name { get; }

    /// <summary>What a call has failed with, which DuckDB knows as a text only.</summary>
    protected Exception? Failure { get; set; }

    /// <summary>Takes the rows of a chunk.</summary>
    /// <param name="vectors">Native vectors of the columns, of the types that were given.</param>
    /// <param name="rowCount">How many, at most 2,048.</param>
    protected abstract void Take(ReadOnlySpan<nint> vectors, int rowCount);

    /// <summary>Takes the rows of a chunk whose columns are to be of the right types.</summary>
    internal void Take(ReadOnlySpan<nint> vectors, ReadOnlySpan<TypeId> types, int rowCount)
    {
        // The statement fails; until DuckDB has stopped its threads, what they bring is of no use.
        if (Failure is not null)
            return;
        try
        {
            if (!types.SequenceEqual(_types))
                throw new InvalidDataException($"the columns are {string.Join(", ", types.ToArray())}, not {string.Join(", ", _types)}");
            Take(vectors, rowCount);
        }
        catch (Exception exception)
        {
            Failure ??= exception;
            throw;
        }
    }
}
