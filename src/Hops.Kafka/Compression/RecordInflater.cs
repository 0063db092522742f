namespace Hops.Kafka.Compression;

/// <summary>
/// The records of one compressed batch, opened piece by piece, so that a batch of any size is looked at in little memory. Used by one
/// thread at a time.
/// </summary>
public abstract class RecordInflater : IDisposable
{
    /// <summary>Opens the next bytes.</summary>
    /// <param name="target">Where they go; not empty.</param>
    /// <returns>How many there were, from 1; 0 after the last.</returns>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>UndecodableRecord</c>: not of that codec, or damaged. <c>TooLarge</c>: a part
    /// of it has to be opened at once and is larger than the bound.</exception>
    public abstract int Read(Span<byte> target);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what it holds; called once or more.</summary>
    protected abstract void Dispose(bool disposing);
}
