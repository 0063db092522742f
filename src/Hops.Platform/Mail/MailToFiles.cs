using System.Globalization;
using Hops.Core.Storage;
using MimeKit;

namespace Hops.Platform.Mail;

/// <summary>
/// Writes mails as files, for a trial and for tests: whoever may read the data directory hands them on. The oldest go.
/// </summary>
/// <param name="directory">DATA/run/outbox, which only the user of the server reads.</param>
/// <param name="disk">The disk.</param>
/// <param name="filesMax">Most files.</param>
internal sealed class MailToFiles(string directory, Disk disk, int filesMax)
{
    private const string Ending = ".eml";
    private int _count;

    /// <summary>Writes one. Its name is in order of time.</summary>
    public Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        disk.CreateDirectory(directory);
        using var content = new MemoryStream();
        message.WriteTo(content, cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"{message.Date.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{_count++:D6}{Ending}");
        disk.Replace(Path.Combine(directory, name), content.ToArray());
        var files = disk.List(directory).Where(file => file.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        foreach (var old in files.Take(Math.Max(0, files.Count - filesMax)))
            disk.Delete(Path.Combine(directory, Path.GetFileName(old)));
        return Task.CompletedTask;
    }
}
