using MimeKit;

namespace Hops.Platform.Tests.Mail;

/// <summary>Reads what the server has mailed, as files.</summary>
/// <param name="directory">Where they are.</param>
internal sealed class Mailbox(string directory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All mails to an address, in order; waits until there are so many.</summary>
    internal async Task<IReadOnlyList<MimeMessage>> WaitAsync(string address, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var mails = To(address);
            if (mails.Count >= count)
                return mails;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>What stands behind the # of the link in the last of them.</summary>
    internal async Task<string> LinkAsync(string address, int count = 1) => LinkIn((await WaitAsync(address, count))[^1]);

    internal static string LinkIn(MimeMessage mail) => mail.TextBody!.Split('#')[1].Split('\n')[0].Trim();

    internal IReadOnlyList<MimeMessage> To(string address) =>
        Directory.Exists(directory)
            ? [.. Directory.GetFiles(directory, "*.eml").Order(StringComparer.Ordinal).Select(Load).OfType<MimeMessage>().Where(mail => mail.To.ToString() == address)]
            : [];

    /// <summary>Null for one that the outbox has removed meanwhile, as the oldest.</summary>
    private static MimeMessage? Load(string path)
    {
        try
        {
            return MimeMessage.Load(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
