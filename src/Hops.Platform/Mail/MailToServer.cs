using System.Text;
using Hops.Core.Storage;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Hops.Platform.Mail;

/// <summary>Hands mails to an SMTP server, each over a connection of its own: there are few.</summary>
/// <param name="options">Which server.</param>
/// <param name="disk">Holds the file of the password, which is read each time so that it can be changed.</param>
internal sealed class MailToServer(MailOptions options, Disk disk)
{
    private const int PasswordMaxBytes = 4096;

    /// <summary>Sends one.</summary>
    public async Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        using var server = new SmtpClient { Timeout = (int)options.Timeout.TotalMilliseconds };
        await server.ConnectAsync(options.Host!, options.Port, Security, limit.Token);
        if (options.User is { } user)
            await server.AuthenticateAsync(user, Password(), limit.Token);
        await server.SendAsync(message, limit.Token);
        await server.DisconnectAsync(quit: true, limit.Token);
    }

    private SecureSocketOptions Security => options.Security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
    };

    private string Password() =>
        options.PasswordFile is { } path ? Encoding.UTF8.GetString(disk.ReadAll(path, PasswordMaxBytes)).Split('\n')[0].TrimEnd('\r') : "";
}
