using System.Globalization;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Crashes;

/// <summary>Writes file after file through whatever happens to the server, and remembers which were acknowledged.</summary>
internal sealed class FileLoad : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    private readonly TestProject _project;
    private readonly string _directory;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<int> _acknowledged = [];
    private readonly Task _writing;

    public FileLoad(TestProject project, string dataset)
    {
        (_project, _directory) = (project, project.PathOf(dataset));
        _writing = WriteAsync();
    }

    /// <summary>Stops, and reads back every file that was acknowledged.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> StopAndCheckAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        foreach (var number in _acknowledged)
            (await _project.ReadAsync(PathOf(number))).ShouldBe(Content(number), $"file {number} was acknowledged");
        return _acknowledged.Count;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            try
            {
                await _project.Files.CreateAsync(PathOf(number), Content(number), overwrite: true);
                _acknowledged.Add(number);
            }
            catch (PlatformException lost) when (lost.Code is ErrorCode.Unavailable)
            {
                // It may be there or not: nobody was promised anything.
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string PathOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{_directory}/{number:D6}");

    /// <summary>Some are empty, some are of a few hundred kilobytes: more than one write, and more than what lies in the metadata.</summary>
    private static byte[] Content(int number)
    {
        var content = new byte[number % 7 * 50_000];
        new Random(number).NextBytes(content);
        return content;
    }
}
