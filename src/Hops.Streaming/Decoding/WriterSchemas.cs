using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Streaming.Decoding;

/// <summary>
/// Writer schemas by Confluent id. The look-up asks the registry and may block; it is called once for each id, by one thread at a time. A
/// hostile producer can write any id, so unknown ones are remembered and their number in a batch is bounded. Thread safe.
/// </summary>
public sealed class WriterSchemas(Func<int, TypedSchema?> lookUp)
{
    private const int KnownMax = 1_000;
    private const int UnknownPerBatchMax = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, TypedSchema> _known = [];
    private readonly HashSet<int> _unknown = [];
    private readonly HashSet<int> _unknownOfKeys = [];
    private PlatformException? _failure;
    private bool _hasNew;

    /// <summary>True if the batch at hand has records of a writer whose schema was not asked for before.</summary>
    public bool HasNew
    {
        get
        {
            lock (_lock)
                return _hasNew;
        }
    }

    /// <summary>The schema of an id, or null if the registry does not have it.</summary>
    /// <param name="id">The id.</param>
    /// <param name="isOfKey">True if a key has it: plain keys that look like ids must not use up what values may ask.</param>
    /// <exception cref="PlatformException">The registry could not be asked: the batch fails, for its records may be good.</exception>
    public TypedSchema? Find(int id, bool isOfKey = false)
    {
        var unknown = isOfKey ? _unknownOfKeys : _unknown;
        lock (_lock)
        {
            if (_known.TryGetValue(id, out var known))
                return known;
            if (unknown.Contains(id) || unknown.Count >= UnknownPerBatchMax)
                return null;
            var found = Ask(id);
            if (found is null)
                unknown.Add(id);
            else if (_known.Count < KnownMax)
                _known[id] = found;
            _hasNew |= found is not null;
            return found;
        }
    }

    /// <summary>Forgets the unknown ids, which may have been registered since, and any failure.</summary>
    internal void BeginBatch()
    {
        lock (_lock)
        {
            _unknown.Clear();
            _unknownOfKeys.Clear();
            (_failure, _hasNew) = (null, false);
        }
    }

    /// <summary>Why the registry could not be asked in this batch; null if it could.</summary>
    internal PlatformException? Failure
    {
        get
        {
            lock (_lock)
                return _failure;
        }
    }

    private TypedSchema? Ask(int id)
    {
        try
        {
            return lookUp(id);
        }
        catch (PlatformException exception)
        {
            // Kept, because only its text survives the way through DuckDB.
            _failure = exception;
            throw;
        }
    }
}
