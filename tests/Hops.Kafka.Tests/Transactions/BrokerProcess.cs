using System.Diagnostics;
using System.Globalization;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>
/// A broker in a process of its own, to be killed. The test assembly is its own child: <c>dotnet Hops.Kafka.Tests.dll DIRECTORY PORT</c> prints
/// the port and serves until its standard input ends.
/// </summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private BrokerProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <param name="directory">Its data.</param>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    public static async Task<BrokerProcess> StartAsync(string directory, int port = 0)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(BrokerProcess).Assembly.Location, directory, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var listening = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new BrokerProcess(process, int.Parse(listening!, CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it at once, with SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    internal static async Task<int> Main(string[] arguments)
    {
        await using var broker = await TestBroker.StartAsync(directory: arguments[0], port: int.Parse(arguments[1], CultureInfo.InvariantCulture));
        Console.WriteLine(broker.Port.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
