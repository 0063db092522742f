using Hops.Core.Health;
using Hops.Core.Storage;

namespace Hops.Platform.Mail;

/// <summary>How the outbox becomes part of a process.</summary>
public static class MailModule
{
    /// <summary>Opens it: to a server if one is named, else to files.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="disk">Disk of the data directory.</param>
    /// <param name="directory">Where files go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="health">Where it is posted that mails do not leave.</param>
    public static Outbox Open(MailOptions options, Disk disk, string directory, TimeProvider time, HealthBoard? health)
    {
        MailDelivery deliver = options.Host is null
            ? new MailToFiles(directory, disk, options.FilesMax).SendAsync
            : new MailToServer(options, disk).SendAsync;
        return Outbox.Start(options, deliver, time, health);
    }
}
