using System.Threading.Channels;
using Hops.Core.Health;
using MimeKit;

namespace Hops.Platform.Mail;

/// <summary>
/// Sends mails one after the other, behind whoever asks for them: an answer never waits for a mail, so it tells nobody whether there was one.
/// In memory and bounded: mails hold secrets that are kept nowhere else, and what a crash loses is asked for again (ADR 0097). Thread safe.
/// </summary>
public sealed class Outbox : IAsyncDisposable
{
    private const int TriesMax = 4;
    private const string HealthName = "mail";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly Channel<OutgoingMail> _waiting;
    private readonly MailDelivery _deliver;
    private readonly MailOptions _options;
    private readonly TimeProvider _time;
    private readonly HealthBoard? _health;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _sending;

    private Outbox(MailOptions options, MailDelivery deliver, TimeProvider time, HealthBoard? health)
    {
        (_options, _deliver, _time, _health) = (options, deliver, time, health);
        _waiting = Channel.CreateBounded<OutgoingMail>(new BoundedChannelOptions(options.QueueMax) { SingleReader = true });
        _sending = SendAllAsync();
    }

    /// <summary>Begins to send.</summary>
    /// <param name="options">From whom, and limits.</param>
    /// <param name="deliver">How one mail is handed over; it throws if it was not.</param>
    /// <param name="time">The clock.</param>
    /// <param name="health">Where it is posted that mails do not leave.</param>
    public static Outbox Start(MailOptions options, MailDelivery deliver, TimeProvider time, HealthBoard? health) =>
        new(options, deliver, time, health);

    /// <summary>Takes a mail; never waits.</summary>
    public void Post(OutgoingMail mail)
    {
        if (!_waiting.Writer.TryWrite(mail))
            _health?.Post(HealthName, HealthSeverity.Failing, "More mails wait than Mail:QueueMax: new ones are dropped.");
    }

    /// <summary>Ends after the mail that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _end.CancelAsync();
        await _sending;
        _end.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var mail in _waiting.Reader.ReadAllAsync(_end.Token))
                await SendAsync(mail);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // What waits is asked for again.
        }
    }

    private async Task SendAsync(OutgoingMail mail)
    {
        var message = Message(mail);
        for (var count = 1; count <= TriesMax; count++)
        {
            try
            {
                await _deliver(message, _end.Token);
                _health?.Clear(HealthName);
                return;
            }
            catch (Exception cause) when (cause is not OperationCanceledException || !_end.IsCancellationRequested)
            {
                // The edge: whatever a server does to one mail must not end the sending of all. The cause may name the address, so it is not told.
                _health?.Post(HealthName, HealthSeverity.Warning, $"A mail could not be handed over ({cause.GetType().Name}): see the settings Mail:*.");
            }

            if (count < TriesMax)
                await Task.Delay(Pause * count, _time, _end.Token);
        }
    }

    private MimeMessage Message(OutgoingMail mail)
    {
        var message = new MimeMessage { Subject = mail.Subject, Date = _time.GetUtcNow(), Body = new TextPart("plain") { Text = mail.Text } };
        message.From.Add(new MailboxAddress("Hops.NET", _options.From));
        message.To.Add(new MailboxAddress("", mail.To));

        // So that nothing that answers mails by itself answers these (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}

/// <summary>Hands one mail over.</summary>
public delegate Task MailDelivery(MimeMessage message, CancellationToken cancellationToken);
