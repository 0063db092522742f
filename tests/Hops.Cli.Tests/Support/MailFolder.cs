using MimeKit;

namespace Hops.Cli.Tests.Support;

/// <summary>The directory to which a server without SMTP writes its mails.</summary>
/// <param name="dataDirectory">Data directory of the server.</param>
internal sealed class MailFolder(string dataDirectory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private readonly string _outbox = Path.Combine(dataDirectory, "run", "outbox");

    /// <summary>The link in the last mail to an address, once there are so many to it.</summary>
    internal async Task<string> LinkAsync(string address, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var mails = Directory.Exists(_outbox)
                ? Directory.GetFiles(_outbox, "*.eml").Order(StringComparer.Ordinal).Select(path => MimeMessage.Load(path)).Where(mail => mail.To.ToString() == address).ToList()
                : [];
            if (mails.Count >= count)
                return mails[^1].TextBody!.Split('\n').Single(line => line.Contains('#')).Trim();
            await Task.Delay(LookAgain, patience.Token);
        }
    }
}
