using System.Globalization;
using Hops.Core.Storage;
using Hops.FileSystem.Tables;
using Hops.FileSystem.Tests.Testing;
using Hops.Metadata.Sqlite;

namespace Hops.FileSystem.Tests.Crash;

/// <summary>
/// The process that is killed: it writes files without end, and prints the number of each when it is acknowledged. The test assembly is its
/// own child: <c>dotnet Hops.FileSystem.Tests.dll write DIRECTORY FIRST</c>.
/// </summary>
internal static class WriterProcess
{
    private const int Workers = 4;

    internal static byte[] ContentOf(int number) => TestFileSystem.Bytes(number % 3 == 0 ? 90_000 + number : number, number);

    internal static async Task<int> Main(string[] arguments)
    {
        var (directory, first) = (arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture));
        var files = await OpenAsync(directory);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WriteAsync(files, first + worker))));
        return 0;
    }

    internal static async Task<FileSystem> OpenAsync(string directory)
    {
        var store = SqliteStore.Open(Path.Combine(directory, "hops.db"), FileSystemTables.All, new SqliteOptions(), TimeProvider.System);
        var blocks = Path.Combine(directory, "blocks");
        return await FileSystem.OpenAsync(store, new RealDisk(), blocks, new FileSystemOptions(), TimeProvider.System, default);
    }

    private static async Task WriteAsync(FileSystem files, int first)
    {
        for (var number = first; ; number += Workers)
        {
            await files.WriteFileAsync(TestFileSystem.Root, $"/d{number % 7}/f{number}", ContentOf(number), new CreateOptions(), default);
            Console.Out.WriteLine(number.ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }
    }
}
