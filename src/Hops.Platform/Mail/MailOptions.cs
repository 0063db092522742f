using System.ComponentModel.DataAnnotations;

namespace Hops.Platform.Mail;

/// <summary>How mails leave: by an SMTP server, or, where none is named, as files that an operator reads.</summary>
public sealed record MailOptions
{
    /// <summary>Name of the SMTP server. Default null: mails are written as .eml files to DATA/run/outbox.</summary>
    public string? Host { get; init; }

    /// <summary>Its port. Default 587, for submission (RFC 6409).</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary>How the connection is encrypted: StartTls, Tls from the first byte, or None. Default StartTls, without which nothing is sent.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>User to sign in as. Default null: no sign-in.</summary>
    public string? User { get; init; }

    /// <summary>File whose first line is the password of that user. Default null.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Sender of the mails. Default hops@localhost.</summary>
    public string From { get; init; } = "hops@localhost";

    /// <summary>Longest time that handing one mail over may take. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Mails that wait in memory; what comes beyond them is dropped, and asked for again. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int QueueMax { get; init; } = 1_000;

    /// <summary>Files in DATA/run/outbox; the oldest go. Default 200.</summary>
    [Range(1, 100_000)]
    public int FilesMax { get; init; } = 200;
}

/// <summary>How a connection to an SMTP server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>Not at all: for a server on the same machine.</summary>
    None,

    /// <summary>From the first byte on (RFC 8314).</summary>
    Tls,

    /// <summary>Before anything is said (RFC 3207); a server that does not offer it gets no mail.</summary>
    StartTls,
}
